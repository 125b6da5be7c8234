import type { Resource } from '../../resource.ts';
import { collectionRoutes } from './routes.ts';
import { type CollectionsSeed, collectionsSeed } from './seed.ts';
import { showCollection } from './show.ts';
import { collectionsOf } from './store.ts';

/** The collections of the help center. */
export const collections: Resource<CollectionsSeed> = {
  name: 'collections',
  routes: collectionRoutes,
  seed: collectionsSeed,
  records: (workspace) =>
    collectionsOf(workspace)
      .all()
      .map((record) => showCollection(record, workspace)),
};
