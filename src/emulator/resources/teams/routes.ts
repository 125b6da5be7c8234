import type { Json } from '../../../types/json.ts';
import { ApiError } from '../../errors.ts';
import type { Call, Route } from '../../router.ts';
import { showTeam } from './show.ts';
import { teamsOf } from './store.ts';

export const teamRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/teams',
    answer: ({ workspace }) => ({ type: 'team.list', teams: teamsOf(workspace).all().map(showTeam) }),
  },
  { method: 'GET', path: '/teams/:id', answer: readTeam },
];

function readTeam(call: Call): Json {
  const team = teamsOf(call.workspace).get(call.param('id'));
  if (team === undefined)
    throw new ApiError({ status: 404, code: 'team_not_found', message: 'Team not found' });
  return showTeam(team);
}
