import type { Catalog } from '../../../types/catalog.ts';
import { type FieldChange, isMembership, type MembershipChange } from '../../../types/change.ts';
import { type Uniting, unitedTags, unitesAlone } from '../../declared/united-tags.ts';
import { isDeclaredLater } from '../identity/later.ts';
import { type Detachable, detached } from '../pruning/exact.ts';
import type { Pruning } from '../pruning/prune.ts';
import type { Wanted } from './wanted.ts';

/** What may be taken off people, which depends on all sets together. */
export interface TakingOff {
  readonly detachable: Detachable;
  readonly pruning: Pruning;
  /** Collects the people that a version left out by `--to` declares. */
  readonly later: Set<string>;
}

/**
 * Adds tags and companies that are wanted and not held; with `exact`, also removes those that are held and not wanted. Tags that
 * are called otherwise today give way to what they are called.
 */
export function memberships(
  wanted: Wanted,
  held: { readonly tags: ReadonlySet<string>; readonly companies: ReadonlySet<string> },
  { catalog, detachable, pruning, later }: TakingOff & { readonly catalog: Catalog },
): { readonly fields: Readonly<Record<string, MembershipChange>>; readonly uniting: Uniting } {
  const names = [
    ...new Set([...(wanted.tags ?? []), ...wanted.ownerTags.map((name) => spelled(name, catalog))]),
  ];
  const wantedTags = missing(names, held.tags, (name) => catalog.tags.get(name.toLowerCase())?.id);
  const companies = missing(wanted.companies, held.companies, (id) => catalog.companies.get(id)?.id);
  const extra = detached(wanted, held, detachable);
  const left = [
    ...pruning.former(wanted, held.tags),
    ...(wanted.person === undefined ? pruning.brought(wanted, held.tags) : []),
  ];
  const mayLose = extra.tags.length + extra.companies.length > 0;
  const isLater = (mayLose || wanted.exact.tags) && isDeclaredLater(wanted, catalog);
  if (mayLose && isLater) later.add(wanted.person?.id ?? wanted.lead.address);
  const uniting = unitedTags(
    held.tags,
    { wanted: names, isExact: wanted.exact.tags && !isLater },
    { united: detachable.united, tags: catalog.tags },
  );
  const tags = [...wantedTags, ...uniting.add];
  const gone = [...(isLater ? [] : extra.tags), ...left, ...uniting.remove];
  const fields = {
    ...membership('tags', tags, [...new Set(gone)]),
    ...membership('companies', companies, isLater ? [] : extra.companies),
  };
  return { fields, uniting };
}

function membership(
  field: string,
  add: readonly string[],
  remove: readonly string[],
): Record<string, MembershipChange> {
  return add.length + remove.length === 0 ? {} : { [field]: { add, remove } };
}

/** Whether nothing but tags of other names today differs. */
export function isUnitingAlone(fields: Readonly<Record<string, FieldChange>>, uniting: Uniting): boolean {
  const [[path, field] = [], ...others] = Object.entries(fields);
  if (path !== 'tags' || field === undefined || !isMembership(field) || others.length > 0) return false;
  return unitesAlone(field, uniting);
}

/** The live spelling of a tag, if it is live. */
function spelled(name: string, catalog: Catalog): string {
  return catalog.tags.get(name.toLowerCase())?.name ?? name;
}

function missing(
  wanted: readonly string[] | undefined,
  held: ReadonlySet<string>,
  idOf: (name: string) => string | undefined,
): readonly string[] {
  return (wanted ?? []).filter((name) => {
    const id = idOf(name);
    return id === undefined || !held.has(id);
  });
}
