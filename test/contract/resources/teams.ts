import type { DescribedResource } from '../described-resources.ts';

export const described: DescribedResource = {
  endpoints: ['GET /teams', 'GET /teams/1'],
  onlyForTheToken: ['GET /teams'],
  examples: [
    ['GET /teams', '/teams'],
    ['GET /teams/{team_id}', '/teams/814865'],
  ],
  seed: { teams: [{ id: '814865', name: 'team 1', admin_ids: ['1'] }] },
  // Of teams that share their work by load only.
  differences: [/\.assignment_limit$/],
};
