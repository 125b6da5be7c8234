import type { JsonObject } from '../../../types/json.ts';
import type { AppRecord } from './store.ts';

/** The app as `GET /me` shows it (intercom 1.3). */
export function showApp(app: AppRecord): JsonObject {
  return {
    type: 'app',
    id_code: app.id_code,
    name: app.name,
    created_at: app.created_at,
    secure: false,
    identity_verification: false,
    timezone: app.timezone,
    region: app.region,
  };
}
