import type { JsonObject } from '../../../types/json.ts';
import type { Workspace } from '../../workspace.ts';
import { showApp } from '../app/show.ts';
import type { AppRecord } from '../app/store.ts';
import { teamsOf } from '../teams/store.ts';
import type { AdminRecord } from './store.ts';

/** An admin as `GET /admins` lists it. */
export function showAdmin(admin: AdminRecord, workspace: Workspace): JsonObject {
  return {
    type: 'admin',
    email: admin.email,
    id: admin.id,
    name: admin.name,
    away_mode_enabled: admin.away,
    away_mode_reassign: admin.reassign,
    has_inbox_seat: true,
    team_ids: teamsOf(workspace)
      .ofAdmin(admin.id)
      .map((team) => Number(team.id)),
  };
}

/** The answer of `GET /me` (intercom 1.3). */
export function showMe(admin: AdminRecord, app: AppRecord): JsonObject {
  return {
    type: 'admin',
    id: admin.id,
    email: admin.email,
    name: admin.name,
    email_verified: true,
    app: showApp(app),
    avatar: {
      type: 'avatar',
      image_url: 'https://static.intercomassets.com/assets/default-avatars/admins/128.png',
    },
    has_inbox_seat: true,
  };
}
