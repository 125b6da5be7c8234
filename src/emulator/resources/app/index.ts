import type { Resource } from '../../resource.ts';
import { type AppSeed, appSeed } from './seed.ts';
import { showApp } from './show.ts';
import { appOf } from './store.ts';

/** The workspace itself, which `GET /me` shows with the admin whose token it is. */
export const app: Resource<AppSeed> = {
  name: 'app',
  routes: [],
  seed: appSeed,
  records: (workspace) => [showApp(appOf(workspace).record)],
};
