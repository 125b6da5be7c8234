import { address } from '../../../types/address.ts';
import type { Catalog, DeclaredSet, SetPruning } from '../../../types/catalog.ts';
import type { Change, FieldChanges } from '../../../types/change.ts';
import type { LivePerson, PlannedMerge } from '../../../types/person.ts';
import { listOf } from '../../declared/declare-map.ts';
import type { Wanted } from '../comparing/wanted.ts';
import { isTagOfSet, marksOf, type OwnerMark, ownerTagsAmong } from '../sets/owner-tags.ts';

export type PruningSet = DeclaredSet & { readonly prune: SetPruning };

/** A live person who carries owner tags of sets that do not declare that person. */
export interface Leaver {
  readonly person: LivePerson;
  /** The sets that the person leaves; each takes its owner tag off. */
  readonly sets: readonly PruningSet[];
  /** What other sets declare of the person. */
  readonly wanted: Wanted | undefined;
  /** Leads that are merged into the person before. */
  readonly merges: readonly PlannedMerge[];
  /** Intercom ids of the tags that the person carries after these merges. */
  readonly held: ReadonlySet<string>;
}

interface Leaving {
  readonly catalog: Catalog;
  /** Owner tags that the person keeps. */
  readonly keeps: readonly OwnerMark[];
  readonly addressOf: (set: PruningSet) => string;
  /** The tags that a set takes off. */
  readonly left: (set: PruningSet) => readonly string[];
}

/**
 * The changes for a person who left sets, each of which takes its owner tag off (design 3.5):
 *
 *     another set declares the person                             untagged
 *     carries an owner tag that this plan does not take off       untagged
 *     each of the sets archives, and none of them is retired      archived, once
 *     else                                                        untagged
 *
 * A run may end between any two requests, and the next plan sees what is left to do only by owner tags. Hence the order: an
 * owner tag comes off after the default tags of its set, and after the sets that declare the person have put theirs on. Tags
 * that sets share come off with the first set, before the owner tags of the others. Owner tags of sets that archive come off
 * before those of sets that do not, since the last one decides what the next plan does.
 */
export function pruneChanges(
  leaver: Leaver,
  { catalog, keeps, addressOf, left }: Leaving,
): readonly { readonly set: PruningSet; readonly change: Change }[] {
  const { person, sets, wanted, merges } = leaver;
  const archiving = sets.filter(archives);
  const [first] = archiving;
  const merged = merges.map(({ lead }) => address('merge', lead.id));
  if (wanted === undefined && keeps.length === 0 && archiving.length === sets.length && first !== undefined)
    return [
      {
        set: first,
        change: archival(
          leaver,
          { set: first, carries: carried(first, leaver.held, catalog) },
          { address: addressOf(first), requires: merged },
        ),
      },
    ];
  const untagging = sets.filter((set) => !archives(set));
  const declaring = wanted === undefined ? [] : [wanted.lead.address];
  /** Tag → address of the change that takes it off. */
  const removed = new Map<string, string>();
  return [...archiving, ...untagging].flatMap((set) => {
    const all = left(set);
    const remove = all.filter((name) => !removed.has(name));
    if (remove.length === 0) return [];
    const before = archives(set) ? [] : archiving.map(addressOf);
    const shared = all.flatMap((name) => removed.get(name) ?? []);
    for (const name of remove) removed.set(name, addressOf(set));
    const fields: FieldChanges = { tags: { add: [], remove } };
    const change = changeOf(person, {
      address: addressOf(set),
      action: 'update',
      requires: [...new Set([...declaring, ...merged, ...before, ...shared])],
      reason: whyUntagged(set, { leaver, keeps, untagging, carries: carried(set, leaver.held, catalog) }),
      fields,
      context: {
        role: wanted?.role ?? person.role,
        ...ownerTagsAmong(fields, catalog),
        set: set.name,
      },
    });
    return [{ set, change }];
  });
}

function archives({ prune, retired }: PruningSet): boolean {
  return prune.action === 'archive' && !retired;
}

function archival(
  { person, held }: Leaver,
  { set, carries }: { readonly set: PruningSet; readonly carries: string },
  at: Pick<Change, 'address' | 'requires'>,
): Change {
  return changeOf(person, {
    ...at,
    action: 'archive',
    reason: `${carries}, and no manifest declares it`,
    fields: { archived: { before: false, after: true } },
    context: { role: person.role, held_tags: [...held].sort(), set: set.name },
  });
}

function changeOf(
  person: LivePerson,
  {
    address: at,
    action,
    requires,
    ...rest
  }: Pick<Change, 'address' | 'action' | 'requires' | 'reason' | 'fields' | 'context'>,
): Change {
  return {
    address: at,
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

/** The tag of the set that the person carries: the owner tag, or a former one. */
function carried(set: PruningSet, held: ReadonlySet<string>, { tags }: Pick<Catalog, 'tags'>): string {
  const marks = marksOf(set);
  const found = marks.find((name) => {
    const id = tags.get(name.toLowerCase())?.id;
    return id !== undefined && held.has(id);
  });
  return `carries ${found ?? set.prune.ownerTag}`;
}

/** Why a person is untagged, and, where the set says archive, why not archived. */
function whyUntagged(
  set: PruningSet,
  {
    leaver: { wanted },
    keeps,
    untagging,
    carries,
  }: {
    readonly leaver: Leaver;
    readonly keeps: readonly OwnerMark[];
    readonly untagging: readonly PruningSet[];
    readonly carries: string;
  },
): string {
  const why = set.retired ? `set ${set.name} is retired` : '';
  if (wanted !== undefined) {
    const declares = `set ${wanted.lead.set.name} declares it`;
    return `${carries}, and ${why || `set ${set.name} declares it no more`}; ${declares}`;
  }
  const reason = `${carries}, and ${why || 'no manifest declares it'}`;
  const other = keeps[0]?.name ?? untagging.find(({ name }) => name !== set.name)?.prune.ownerTag;
  return archives(set) && other !== undefined
    ? `${reason}; it also carries ${other}, so it is only untagged`
    : reason;
}

interface Carried {
  readonly held: ReadonlySet<string>;
  readonly keeps: readonly OwnerMark[];
  /** Lower-cased tags that stay, whatever the set says. */
  readonly staying: ReadonlySet<string>;
  readonly catalog: Catalog;
  readonly sets: readonly PruningSet[];
}

/**
 * The owner tag and default tags of a set that a person carries and no other set wants, in their live spelling. A set whose
 * owner tag stays may want default tags; for a set that is not in this plan they are unknown.
 */
export function leftTags(
  set: PruningSet,
  { held, keeps, staying, catalog, sets }: Carried,
): readonly string[] {
  const keepers = new Set(keeps.map((mark) => mark.set));
  const wantedByOthers = new Set(
    sets.filter(({ name }) => keepers.has(name)).flatMap((other) => defaultTags(other)),
  );
  const own = new Set(marksOf(set).map((name) => name.toLowerCase()));
  const defaults = keepers.has(undefined)
    ? []
    : defaultTags(set).filter(
        // An owner tag is taken off by its own set.
        (key) => !wantedByOthers.has(key) && !staying.has(key) && !isTagOfSet(key, catalog),
      );
  return [...new Set([...own, ...defaults])]
    .flatMap((key) => {
      const tag = catalog.tags.get(key);
      return tag?.id !== undefined && held.has(tag.id) ? [tag.name] : [];
    })
    .sort();
}

/** Lower-cased. */
function defaultTags({ defaults }: DeclaredSet): readonly string[] {
  return (listOf(defaults, 'tags') ?? []).map(({ name }) => name.toLowerCase());
}
