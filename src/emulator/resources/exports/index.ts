import type { Resource } from '../../resource.ts';
import { exportRoutes } from './routes.ts';
import { exportsOf } from './store.ts';

/** Exports of what became of messages, which are delivered to nobody: every job ends without data. */
export const contentExports: Resource = {
  name: 'content_exports',
  routes: exportRoutes,
  records: (workspace) =>
    [...exportsOf(workspace).values()].map(({ job_identifier }) => ({ job_identifier })),
};
