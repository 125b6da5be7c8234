import { isOfPairs, setOf } from '../kinds/declared/sets.ts';
import type { Catalog } from '../types/catalog.ts';
import type { Planned } from '../types/kind.ts';
import type { Project } from '../types/project.ts';

/**
 * Adds to each merge the contact set that absorbs its lead, because the address does not tell it. Only needed where sets have
 * limits.
 */
export function withMergeSets(
  planned: readonly Planned[],
  { scopedGuards }: Pick<Project, 'scopedGuards'>,
  { merges }: Pick<Catalog, 'merges'>,
): readonly Planned[] {
  if (scopedGuards.sets.size === 0) return planned;
  return planned.map((item) => {
    if (item.state !== 'change' || !isOfPairs(item.change.kind)) return item;
    const { change } = item;
    const absorbedBy = merges.of(change.id ?? '')?.absorbedBy;
    const set = absorbedBy === undefined ? undefined : setOf(absorbedBy);
    return set === undefined ? item : { ...item, change: { ...change, context: { ...change.context, set } } };
  });
}
