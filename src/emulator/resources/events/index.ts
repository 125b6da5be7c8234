import type { Resource } from '../../resource.ts';
import { eventRoutes } from './routes.ts';
import { showEvent } from './show.ts';
import { eventsOf } from './store.ts';

/** What contacts did. */
export const events: Resource = {
  name: 'events',
  routes: eventRoutes,
  records: (workspace) =>
    eventsOf(workspace)
      .all()
      .map((event) => showEvent(event, workspace)),
};
