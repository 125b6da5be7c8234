import { isTimezone } from '../../../types/time-zone.ts';
import type { SeedPart } from '../../seed/part.ts';
import { notKept } from '../../seed/shape.ts';
import { appOf } from './store.ts';

export interface AppSeed {
  /** As `app` of GET /me. Defaults: `ecahpwf5`, `Acme`, `US`, `America/Los_Angeles`. */
  readonly app?: SeedApp;
}

export interface SeedApp {
  readonly id_code?: string;
  readonly name?: string;
  /** US, EU or AU. */
  readonly region?: string;
  /** IANA name. */
  readonly timezone?: string;
  readonly created_at?: number;
}

export const appSeed: SeedPart<AppSeed> = {
  shape: {
    object: {
      id_code: 'a text',
      name: 'a string',
      region: { oneOf: ['US', 'EU', 'AU'] },
      timezone: 'a text',
      created_at: 'a whole number',
      ...notKept('type', 'secure', 'identity_verification'),
    },
  },
  check({ app = {} }, report) {
    const { timezone } = app;
    if (timezone !== undefined && !isTimezone(timezone))
      report('app.timezone', `"${timezone}" is no IANA timezone`);
  },
  load({ app = {} }, workspace) {
    const store = appOf(workspace);
    const { record } = store;
    store.record = {
      id_code: app.id_code ?? record.id_code,
      name: app.name ?? record.name,
      region: app.region ?? record.region,
      timezone: app.timezone ?? record.timezone,
      created_at: app.created_at ?? record.created_at,
    };
  },
  save: (workspace) => ({ ...appOf(workspace).record }),
};
