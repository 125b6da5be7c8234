import type { Catalog, DeclaredSet } from '../../../types/catalog.ts';
import type { Report } from '../../../types/diagnostic.ts';
import type { Planned } from '../../../types/kind.ts';
import type { Wanted } from '../comparing/wanted.ts';
import type { Resolved } from '../identity/resolve.ts';
import { type OwnerMark, ownerMarks } from '../sets/owner-tags.ts';
import { membersOfSets, type SetMembers } from '../sets/set-members.ts';
import { type Detachable, detached } from './exact.ts';
import { leaversOf } from './leavers.ts';
import { freeAddresses } from './prune-address.ts';
import { type Leaver, leftTags, type PruningSet, pruneChanges } from './prune-change.ts';
import { tellRetired, tellUnknown } from './prune-notes.ts';

/** Whoever left sets. */
export interface Pruning {
  readonly planned: readonly Planned[];
  /** Addresses of the changes that have to be done before this member of a set is archived. */
  readonly before: (wanted: Wanted) => readonly string[];
  /** Tags of sets that do not declare somebody, which leads bring that are merged into them as they are created. */
  readonly brought: (wanted: Wanted, held: ReadonlySet<string>) => readonly string[];
  /** Tags that marked members of these sets before. */
  readonly former: (wanted: Wanted, held: ReadonlySet<string>) => readonly string[];
}

/** While anything is wrong with any set nobody is pruned. */
export const NOBODY_PRUNED: Pruning = {
  planned: [],
  before: () => [],
  brought: () => [],
  former: () => [],
};

interface Facts {
  readonly catalog: Catalog;
  readonly detachable: Detachable;
  /** Of the whole plan, where `resolved` is only a part of it. */
  readonly members?: SetMembers;
  /** Takes whom a version declares that `--to` leaves out. */
  readonly later: Set<string>;
  readonly report: Report;
}

/** Changes for contacts that carry the owner tag of a set that does not declare them (design 3.5). */
export function prunePlans(
  resolved: Resolved,
  { catalog, detachable, members = membersOfSets(resolved), later, report }: Facts,
): Pruning {
  const marks = ownerMarks(catalog);
  const sets = pruningSets(catalog.sets);
  tellUnknown(sets, catalog, report);
  for (const set of sets) tellRetired(set, catalog, report);
  const leavers = leaversOf(resolved, { catalog, marks, sets, members, later, report });
  const addressOf = freeAddresses(leavers, resolved);
  const planned: Planned[] = [];
  const ofSet = new Map<string, string[]>();
  for (const leaver of leavers) {
    const { wanted, held } = leaver;
    const lists = { tags: held, companies: new Set<string>() };
    const exact = wanted === undefined ? [] : detached(wanted, lists, detachable).tags;
    const keeps = keeping(leaver, marks);
    const changes = pruneChanges(leaver, {
      catalog,
      keeps,
      addressOf: (set) => addressOf(set, leaver.person),
      left: (set) => leftTags(set, { held, keeps, staying: stayingOf(wanted, exact), catalog, sets }),
    });
    // After everybody that the set declares, then by id.
    for (const { set, change } of changes)
      planned.push({ state: 'change', order: (members.lastPlaces.get(set.name) ?? set.order) + 0.5, change });
    const addresses = changes.map(({ change }) => change.address);
    for (const { name } of leaver.sets) {
      const others = ofSet.get(name) ?? [];
      ofSet.set(name, others);
      others.push(...addresses);
    }
  }
  return { planned, before: lastMembersWait(members, ofSet), ...keptTags(catalog, { marks, sets }) };
}

/** What is taken off those that sets declare, whoever else leaves a set. */
export function tagsOfFormerSets(catalog: Catalog): Pruning {
  const around = { marks: ownerMarks(catalog), sets: pruningSets(catalog.sets) };
  return { ...NOBODY_PRUNED, ...keptTags(catalog, around) };
}

function keptTags(
  catalog: Catalog,
  around: Pick<Parameters<typeof broughtTags>[2], 'marks' | 'sets'>,
): Pick<Pruning, 'brought' | 'former'> {
  return {
    brought: (wanted, held) => broughtTags(wanted, held, { catalog, ...around }),
    former: (wanted, held) => formerTags(wanted, held, catalog),
  };
}

/** The sets that prune. */
function pruningSets(sets: readonly DeclaredSet[]): readonly PruningSet[] {
  return sets.flatMap((set) => (set.prune === undefined ? [] : [{ ...set, prune: set.prune }]));
}

/** Owner tags that somebody keeps: those of sets that this plan does not take them out of. */
function keeping(
  { held, sets }: Pick<Leaver, 'held' | 'sets'>,
  marks: ReadonlyMap<string, OwnerMark>,
): OwnerMark[] {
  const left = new Set(sets.map(({ name }) => name));
  return [...held]
    .flatMap((id) => marks.get(id) ?? [])
    .filter(({ set }) => set === undefined || !left.has(set))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Lower-cased tags that do not come off here: whoever declares the person wants them, or takes them off already. */
function stayingOf(wanted: Wanted | undefined, exact: readonly string[]): ReadonlySet<string> {
  const names = [...(wanted?.tags ?? []), ...(wanted?.ownerTags ?? []), ...exact];
  return new Set(names.map((name) => name.toLowerCase()));
}

/**
 * From a set of which nobody is live nothing is pruned, so a set that is about to lose its last live members lets go of those who left
 * it before: had one of these changes failed, no later plan would see what is left.
 */
function lastMembersWait(
  { lasting }: SetMembers,
  ofSet: ReadonlyMap<string, readonly string[]>,
): Pruning['before'] {
  return ({ members }) => [
    ...new Set(members.flatMap(({ set }) => (lasting.has(set.name) ? [] : (ofSet.get(set.name) ?? [])))),
  ];
}

function broughtTags(
  wanted: Wanted,
  held: ReadonlySet<string>,
  around: {
    readonly catalog: Catalog;
    readonly marks: ReadonlyMap<string, OwnerMark>;
    readonly sets: readonly PruningSet[];
  },
): readonly string[] {
  const { catalog, marks, sets } = around;
  const own = new Set(wanted.members.map(({ set }) => set.name));
  const staying = stayingOf(wanted, []);
  const carried = new Set([...held].flatMap((id) => marks.get(id)?.set ?? []));
  const left = sets.filter(({ name }) => carried.has(name) && !own.has(name));
  const keeps = keeping({ held, sets: left }, marks);
  return [...new Set(left.flatMap((set) => leftTags(set, { held, keeps, staying, catalog, sets })))].filter(
    (name) => !staying.has(name.toLowerCase()),
  );
}

function formerTags(wanted: Wanted, held: ReadonlySet<string>, catalog: Catalog): readonly string[] {
  const staying = stayingOf(wanted, []);
  const names = wanted.members.flatMap(({ set }) => set.prune?.ownerTagWas ?? []);
  return [...new Set(names.map((name) => name.toLowerCase()))].flatMap((key) => {
    const tag = catalog.tags.get(key);
    return tag?.id !== undefined && held.has(tag.id) && !staying.has(key) ? [tag.name] : [];
  });
}
