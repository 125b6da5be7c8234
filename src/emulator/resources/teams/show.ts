import type { JsonObject } from '../../../types/json.ts';
import type { TeamRecord } from './store.ts';

/** A team as `GET /teams` lists it; nobody is assigned anything here, so there is no way of distributing and no limit. */
export function showTeam(team: TeamRecord): JsonObject {
  return {
    type: 'team',
    id: team.id,
    name: team.name,
    admin_ids: team.admin_ids.map(Number),
    distribution_method: null,
  };
}
