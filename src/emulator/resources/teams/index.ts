import type { Resource } from '../../resource.ts';
import { teamRoutes } from './routes.ts';
import { type TeamsSeed, teamsSeed } from './seed.ts';
import { showTeam } from './show.ts';
import { teamsOf } from './store.ts';

/** Groups of admins, which other resources refer to by id. */
export const teams: Resource<TeamsSeed> = {
  name: 'teams',
  routes: teamRoutes,
  seed: teamsSeed,
  records: (workspace) => teamsOf(workspace).all().map(showTeam),
};
