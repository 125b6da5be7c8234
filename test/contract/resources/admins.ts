import type { DescribedResource } from '../described-resources.ts';

export const described: DescribedResource = {
  endpoints: ['GET /me', 'GET /admins'],
  onlyForTheToken: ['GET /me', 'GET /admins'],
  examples: [
    ['GET /me', '/me'],
    ['GET /admins', '/admins'],
    ['GET /admins/{admin_id}', '/admins/1'],
    ['PUT /admins/{admin_id}/away', '/admins/1/away', { away_mode_enabled: true, away_mode_reassign: true }],
    ['GET /admins/activity_logs', '/admins/activity_logs?created_at_after=1'],
  ],
  seed: { admins: [{ id: '1', email: 'jane@acme.test' }] },
};
