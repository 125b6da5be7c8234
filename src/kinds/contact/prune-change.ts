import { address } from '../../types/address.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Change, FieldChanges } from '../../types/change.ts';
import type { LivePerson } from '../../types/person.ts';
import { listOf } from '../declare-map.ts';
import { ownerTagsAmong } from './owner-tags.ts';
import type { ContactSet } from './set.ts';

export type PruningSet = ContactSet & { readonly prune: NonNullable<ContactSet['prune']> };

/**
 * What becomes of somebody who left sets, each of which takes its owner tag off (DESIGN 3.5):
 *
 *     carries an owner tag that this plan does not take off    untagged
 *     each of the sets archives                                archived, once
 *     else                                                     untagged
 *
 * A run may end between any two requests, and the next plan knows of what is left by owner tags alone. So each comes off after
 * the default tags of its set; what sets share comes off with the first, before the owner tags of the others; and the owner
 * tags of sets that archive come off before those of sets that do not: the last one decides what the next plan does.
 */
export function pruneChanges(
  person: LivePerson,
  sets: readonly PruningSet[],
  catalog: Catalog,
): readonly { readonly set: PruningSet; readonly change: Change }[] {
  const takenOff = new Set(sets.map(({ prune }) => prune.ownerTag.toLowerCase()));
  const kept = [...catalog.ownerTags].find(([key]) => !takenOff.has(key) && carries(person, key, catalog));
  const archiving = sets.filter(({ prune }) => prune.action === 'archive');
  const [first] = archiving;
  if (kept === undefined && archiving.length === sets.length && first !== undefined)
    return [{ set: first, change: archival(person, first) }];
  const untagging = sets.filter(({ prune }) => prune.action === 'untag');
  /** Tag → address of the change that takes it off. */
  const removed = new Map<string, string>();
  return [...archiving, ...untagging].flatMap((set) => {
    const all = leftTags(person, set, catalog);
    const remove = all.filter((name) => !removed.has(name));
    if (remove.length === 0) return [];
    const before = set.prune.action === 'untag' ? archiving.map((other) => addressIn(other, person)) : [];
    const requires = [...new Set([...before, ...all.flatMap((name) => removed.get(name) ?? [])])];
    for (const name of remove) removed.set(name, addressIn(set, person));
    const other = kept?.[1].name ?? untagging.find(({ name }) => name !== set.name)?.prune.ownerTag;
    const reason =
      set.prune.action === 'untag' || other === undefined
        ? whyOf(set)
        : `${whyOf(set)}; it also carries ${other}, so it is only untagged`;
    const fields: FieldChanges = { tags: { add: [], remove } };
    const context = { role: person.role, ...ownerTagsAmong(fields, catalog), set: set.name };
    const change = changeOf(person, set, { action: 'update', requires, reason, fields, context });
    return [{ set, change }];
  });
}

function archival(person: LivePerson, set: PruningSet): Change {
  return changeOf(person, set, {
    action: 'archive',
    requires: [],
    reason: whyOf(set),
    fields: { archived: { before: false, after: true } },
    context: { role: person.role, set: set.name },
  });
}

function changeOf(
  person: LivePerson,
  set: PruningSet,
  { action, requires, ...rest }: Pick<Change, 'action' | 'requires' | 'reason' | 'fields' | 'context'>,
): Change {
  return {
    address: addressIn(set, person),
    kind: 'contact',
    action,
    id: person.id,
    requires,
    irreversible: false,
    notes: [],
    also: [],
    source: null,
    ...rest,
  };
}

function addressIn(set: PruningSet, { external_id, email, id }: LivePerson): string {
  return address('contact', set.name, external_id ?? email ?? id);
}

function whyOf({ prune }: PruningSet): string {
  return `carries ${prune.ownerTag}, and no manifest declares it`;
}

/** The owner tag and the default tags of the set that the person carries, as they are spelled live. */
function leftTags(person: LivePerson, { prune, defaults }: PruningSet, catalog: Catalog): readonly string[] {
  const names = [prune.ownerTag, ...(listOf(defaults, 'tags') ?? []).map(({ name }) => name)];
  return [...new Set(names)]
    .filter((name) => carries(person, name.toLowerCase(), catalog))
    .map((name) => catalog.tags.get(name.toLowerCase())?.name ?? name)
    .sort();
}

function carries(person: LivePerson, tag: string, { tags }: Catalog): boolean {
  const id = tags.get(tag)?.id;
  return id !== undefined && person.tags.includes(id);
}
