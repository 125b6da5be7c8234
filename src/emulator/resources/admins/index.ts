import type { Resource } from '../../resource.ts';
import { adminActivityRoutes } from './activity.ts';
import { adminRoutes } from './routes.ts';
import { type AdminsSeed, adminsSeed } from './seed.ts';
import { showAdmin } from './show.ts';
import { adminsOf } from './store.ts';

export const admins: Resource<AdminsSeed> = {
  name: 'admins',
  routes: [...adminRoutes, ...adminActivityRoutes],
  seed: adminsSeed,
  records: (workspace) =>
    adminsOf(workspace)
      .all()
      .map((admin) => showAdmin(admin, workspace)),
};
