import type { SeedPart } from '../../seed/part.ts';
import { notKept, type SeedShape } from '../../seed/shape.ts';
import { checkUnique } from '../../seed/unique.ts';
import { tagsOf } from './store.ts';

export interface TagsSeed {
  readonly tags?: readonly (string | SeedTag)[];
}

export interface SeedTag {
  /** Digits. */
  readonly id?: string;
  readonly name: string;
}

/** A tag of a seed, also one that stands in another thing. */
export const TAG_SHAPE: SeedShape = {
  object: { id: 'digits', name: 'a text', ...notKept('type', 'applied_at', 'applied_by') },
  required: ['name'],
};

export const tagsSeed: SeedPart<TagsSeed> = {
  shape: { list: { anyOf: ['a text', TAG_SHAPE] } },
  check({ tags = [] }, report) {
    const withIds = tags.map((tag) => (typeof tag === 'string' ? {} : tag));
    checkUnique(withIds, 'tags', ['id'], report);
  },
  load({ tags = [] }, workspace) {
    const store = tagsOf(workspace);
    for (const tag of tags) if (typeof tag !== 'string' && tag.id !== undefined) store.reserve(tag.id);
    for (const tag of tags) {
      if (typeof tag === 'string') store.ensure(tag);
      else store.ensure(tag.name, tag.id);
    }
  },
};
