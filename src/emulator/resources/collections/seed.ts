import type { SeedPart } from '../../seed/part.ts';
import { checkUnique } from '../../seed/unique.ts';
import { collectionsOf } from './store.ts';

export interface CollectionsSeed {
  readonly collections?: readonly SeedCollection[];
}

export interface SeedCollection {
  /** Digits. */
  readonly id?: string;
  readonly name: string;
  readonly description?: string;
}

export const collectionsSeed: SeedPart<CollectionsSeed> = {
  shape: {
    list: {
      object: { id: 'digits', name: 'a text', description: 'a string' },
      required: ['name'],
    },
  },
  check({ collections }, report) {
    checkUnique(collections, 'collections', ['id'], report);
  },
  load({ collections = [] }, workspace) {
    const store = collectionsOf(workspace);
    const now = workspace.now();
    for (const { id, name, description = '' } of collections)
      store.put({
        id: id ?? store.nextId(),
        name,
        description,
        parent_id: null,
        created_at: now,
        updated_at: now,
      });
  },
  save: (workspace) =>
    collectionsOf(workspace)
      .all()
      .map(({ id, name, description }) => ({ id, name, description })),
};
