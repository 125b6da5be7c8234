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

/** What is planned for people who left sets. */
export interface Pruning {
  readonly planned: readonly Planned[];
  /** Addresses of the changes that must be done before this person is archived as declared. */
  readonly before: (wanted: Wanted) => readonly string[];
  /** Tags of sets that do not declare a new user, and that merged leads bring along: they are taken off. */
  readonly brought: (wanted: Wanted, held: ReadonlySet<string>) => readonly string[];
  /** Former owner tags of the sets that declare the person. */
  readonly former: (wanted: Wanted, held: ReadonlySet<string>) => readonly string[];
}

/** While any set has an error nobody is pruned. */
export const NOBODY_PRUNED: Pruning = {
  planned: [],
  before: () => [],
  brought: () => [],
  former: () => [],
};

interface Facts {
  readonly catalog: Catalog;
  readonly detachable: Detachable;
  /** Those of the whole plan, where `resolved` is only a part of it. */
  readonly members?: SetMembers;
  /** Collects the people that a version left out by `--to` declares. */
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
    // After all contacts that the set declares, then by id.
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

/** What is taken off declared people, independent of who leaves a set. */
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

/** Owner tags that a person keeps: those of sets that the person does not leave by this plan. */
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

/** Lower-cased tags that pruning does not take off: the sets that declare the person want them, or take them off already. */
function stayingOf(wanted: Wanted | undefined, exact: readonly string[]): ReadonlySet<string> {
  const names = [...(wanted?.tags ?? []), ...(wanted?.ownerTags ?? []), ...exact];
  return new Set(names.map((name) => name.toLowerCase()));
}

/**
 * Where a set loses its last live members, those who left it before go first. A set without live members prunes nothing, so
 * if one of these changes failed afterwards, no later plan would see it.
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
