import type { Resource } from '../../resource.ts';
import { tagRoutes } from './routes.ts';
import { type TagsSeed, tagsSeed } from './seed.ts';
import { showTag } from './show.ts';
import { tagsOf } from './store.ts';
import { tagSwitches } from './switches.ts';

export const tags: Resource<TagsSeed, typeof tagSwitches> = {
  name: 'tags',
  routes: tagRoutes,
  switches: tagSwitches,
  seed: tagsSeed,
  records: (workspace) => tagsOf(workspace).all().map(showTag),
};
