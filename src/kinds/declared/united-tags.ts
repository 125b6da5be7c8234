import type { Catalog, UnitedTag } from '../../types/catalog.ts';
import { type Change, type ChangeContext, isMembership, type MembershipChange } from '../../types/change.ts';

/** Names of the kinds whose items carry tags. */
export const CARRYING_TAGS: readonly string[] = ['contact', 'company'];

/** The tags among these, by Intercom id, that give way to another one, in order of their names. */
export function formersAmong(ids: Iterable<string>, united: Catalog['unitedTags']): readonly UnitedTag[] {
  if (united.size === 0) return [];
  const found = [...ids].flatMap((id) => united.get(id) ?? []);
  return found.length < 2 ? found : found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What the uniting of tags does to one person or company. */
export interface Uniting {
  /** The tags that are given because others are carried which they were called before. */
  readonly add: readonly string[];
  readonly remove: readonly string[];
  readonly context: Pick<ChangeContext, 'former_tags'>;
  /** Why, as a sentence; empty where nothing is united. */
  readonly why: readonly string[];
}

/** What an item is to carry anyway. */
interface Wanting {
  readonly wanted: readonly string[];
  /** It is to carry no other tags. */
  readonly isExact: boolean;
}

/** The tags of today that an item gets for the former ones that it carries. `held`: Intercom ids of its tags. */
export function unitedTags(
  held: ReadonlySet<string>,
  { wanted: names, isExact }: Wanting,
  { united, tags }: { readonly united: Catalog['unitedTags']; readonly tags: Catalog['tags'] },
): Uniting {
  const formers = formersAmong(held, united);
  if (formers.length === 0) return NOTHING_UNITED;
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const add = new Set<string>();
  const former_tags: Record<string, string | null> = {};
  for (const { name, heir } of formers) {
    const key = heir.name.toLowerCase();
    const today = tags.get(key);
    const isGiven = !isExact && !wanted.has(key) && (today?.id === undefined || !held.has(today.id));
    const called = today?.name ?? heir.name;
    if (isGiven) add.add(called);
    former_tags[name] = isGiven ? called : null;
  }
  return {
    add: [...add],
    remove: formers.map(({ name }) => name),
    context: { former_tags },
    why: formers.map(({ name, heir }) => `${name} is called ${heir.name} now`),
  };
}

export const NOTHING_UNITED: Uniting = { add: [], remove: [], context: {}, why: [] };

/** Whether a change of tags does nothing but unite them. */
export function unitesAlone({ add, remove }: MembershipChange, uniting: Uniting): boolean {
  return (
    uniting.why.length > 0 && add.length === uniting.add.length && remove.length === uniting.remove.length
  );
}

/**
 * Why a change must not give the tags of today: what it carried under their former names is gone, and so is the reason. `carries`
 * tells which of the change's tags are carried now.
 */
export function lostFormer(
  tags: MembershipChange,
  { former_tags = {}, before_merge }: Pick<ChangeContext, 'former_tags' | 'before_merge'>,
  carries: (name: string) => boolean,
): string | undefined {
  // A tag that a merge of the plan brings is not there before, so changes in two halves are left out.
  if (before_merge !== undefined) return undefined;
  for (const heir of new Set(Object.values(former_tags))) {
    if (heir === null || !tags.add.includes(heir) || carries(heir)) continue;
    const formers = Object.keys(former_tags).filter((name) => former_tags[name] === heir);
    if (!formers.some(carries))
      return `${formers.join(', ')} was taken off since the plan was made, so ${heir} does not take its place`;
  }
  return undefined;
}

/** Whether an undo puts a tag back that manifests call otherwise: the next plan would unite it again. */
export function putsFormerTag(
  { fields: { tags } }: Pick<Change, 'fields'>,
  { formerTags }: Pick<Catalog, 'formerTags'>,
): boolean {
  return (
    tags !== undefined && isMembership(tags) && tags.add.some((name) => formerTags.has(name.toLowerCase()))
  );
}
