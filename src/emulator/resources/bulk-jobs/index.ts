import type { Resource } from '../../resource.ts';
import { bulkJobRoutes } from './routes.ts';
import { bulkJobsOf } from './store.ts';
import { bulkSwitches } from './switches.ts';

/** Contacts created, updated and deleted by the hundred, in jobs that end later and tell nothing of their items. */
export const bulkJobs: Resource<unknown, typeof bulkSwitches> = {
  name: 'bulk-jobs',
  routes: bulkJobRoutes,
  switches: bulkSwitches,
  settle: (workspace) => bulkJobsOf(workspace).settle(workspace),
};
