import { address } from '../../../types/address.ts';
import type { Catalog, DeclaredSet, OwnerTag } from '../../../types/catalog.ts';
import { type ChangeContext, type FieldChanges, isMembership } from '../../../types/change.ts';
import type { Report } from '../../../types/diagnostic.ts';
import { isOwnerTagName } from '../../../types/owner-pattern.ts';
import { spot } from '../../../types/place.ts';
import { reportRemovedTag } from '../../declared/removed-too.ts';

interface OwnTagContext {
  readonly catalog: Catalog;
  readonly report: Report;
  readonly hasMembers: boolean;
}

/** Publishes the owner tag of a set, which counts as declared, and its former owner tags. */
export function ownTag(
  { name: set, place, order, prune }: DeclaredSet,
  { catalog, report, hasMembers }: OwnTagContext,
): void {
  if (prune === undefined) return;
  const key = prune.ownerTag.toLowerCase();
  const at = address('tag', key);
  const tag: OwnerTag = { address: at, name: prune.ownerTag, set, place, order, hasMembers };
  const other = catalog.ownerTags.get(key);
  if (other !== undefined && other.set !== set) {
    report({
      code: 'duplicate-owner-tag',
      severity: 'error',
      summary: 'two contact sets have the same owner tag',
      detail: `${JSON.stringify(tag.name)} also marks the members of set ${other.set}, at ${spot(other.place)}`,
      help: 'give each set an owner_tag of its own: it tells who belongs to which',
      ...place,
    });
    return;
  }
  for (const name of [prune.ownerTag, ...prune.ownerTagWas])
    reportRemovedTag({ name, address: at, place: prune.place }, catalog, report);
  catalog.ownerTags.set(key, tag);
  for (const before of prune.ownerTagWas) catalog.formerOwnerTags.set(before.toLowerCase(), tag);
  if (catalog.tags.get(key) === undefined)
    catalog.tags.set(key, { name: tag.name, id: undefined, declared: at });
}

/** The tags that mark the members of a set: the owner tag first, then the former ones. */
export function marksOf({ prune }: Pick<DeclaredSet, 'prune'>): readonly string[] {
  return prune === undefined ? [] : [prune.ownerTag, ...prune.ownerTagWas];
}

type SetTags = Pick<Catalog, 'ownerTags' | 'formerOwnerTags'>;

/** Whether a tag is the owner tag, or a former one, of a set of this plan. */
export function isTagOfSet(name: string, { ownerTags, formerOwnerTags }: SetTags): boolean {
  const key = name.toLowerCase();
  return ownerTags.has(key) || formerOwnerTags.has(key);
}

/**
 * Whether a tag is an owner tag: of a set of this plan or of a later version, or by its name of another repository (design
 * 3.5).
 */
export function isOwnerTag(
  name: string,
  catalog: SetTags & Pick<Catalog, 'later' | 'ownerPatterns'>,
): boolean {
  return (
    isTagOfSet(name, catalog) ||
    catalog.later.ownerTags.has(name.toLowerCase()) ||
    isOwnerTagName(name, catalog.ownerPatterns.patterns)
  );
}

/** The owner tags among the tags that a change adds or removes, for its context. */
export function ownerTagsAmong(fields: FieldChanges, catalog: SetTags): Pick<ChangeContext, 'owner_tags'> {
  const tags = fields['tags'];
  if (tags === undefined || !isMembership(tags)) return {};
  const names = [...tags.add, ...tags.remove].filter((name) => isTagOfSet(name, catalog));
  return names.length === 0 ? {} : { owner_tags: names };
}

/** A live tag that says who owns the contacts that carry it. */
export interface OwnerMark {
  readonly name: string;
  /** The set of this plan; undefined for one of another repository, or of a version that `--to` leaves out. */
  readonly set: string | undefined;
}

/** Intercom id → mark, for every live owner tag. */
export function ownerMarks(catalog: Catalog): ReadonlyMap<string, OwnerMark> {
  const marks = new Map<string, OwnerMark>();
  for (const [key, { name, id }] of catalog.tags) {
    if (id === undefined) continue;
    const own = catalog.ownerTags.get(key) ?? catalog.formerOwnerTags.get(key);
    if (isOwnerTag(key, catalog)) marks.set(id, { name, set: own?.set });
  }
  return marks;
}
