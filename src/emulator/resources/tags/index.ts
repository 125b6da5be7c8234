import type { Resource } from '../../resource.ts';
import { tagRoutes } from './routes.ts';
import { type TagsSeed, tagsSeed } from './seed.ts';
import { showTag } from './show.ts';
import { tagsOf } from './store.ts';

export const tags: Resource<TagsSeed> = {
  name: 'tags',
  routes: tagRoutes,
  seed: tagsSeed,
  records: (workspace) => tagsOf(workspace).all().map(showTag),
};
