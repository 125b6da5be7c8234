import type { DescribedResource } from '../described-resources.ts';

export const described: DescribedResource = {
  endpoints: ['GET /me', 'GET /admins'],
  onlyForTheToken: ['GET /me', 'GET /admins'],
  examples: [
    ['GET /me', '/me'],
    ['GET /admins', '/admins'],
    ['GET /admins/{admin_id}', '/admins/1'],
  ],
  seed: { admins: [{ id: '1', email: 'jane@acme.test' }] },
};
