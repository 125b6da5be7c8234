import type { Catalog } from '../../types/catalog.ts';
import { type ChangeContext, type FieldChanges, isMembership } from '../../types/change.ts';

/** The owner tags among the tags that a change puts on or takes off, as its context names them. */
export function ownerTagsAmong(
  fields: FieldChanges,
  { ownerTags }: Pick<Catalog, 'ownerTags'>,
): Pick<ChangeContext, 'owner_tags'> {
  const tags = fields['tags'];
  if (tags === undefined || !isMembership(tags)) return {};
  const names = [...tags.add, ...tags.remove].filter((name) => ownerTags.has(name.toLowerCase()));
  return names.length === 0 ? {} : { owner_tags: names };
}
