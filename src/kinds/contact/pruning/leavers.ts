import type { Catalog } from '../../../types/catalog.ts';
import type { Report } from '../../../types/diagnostic.ts';
import type { LivePerson, PlannedMerge } from '../../../types/person.ts';
import { afterMerges } from '../../people/merging.ts';
import { holdsKey } from '../../people/person-values.ts';
import type { Wanted } from '../comparing/wanted.ts';
import type { Resolved } from '../identity/resolve.ts';
import { marksOf, type OwnerMark } from '../sets/owner-tags.ts';
import type { SetMembers } from '../sets/set-members.ts';
import type { Leaver, PruningSet } from './prune-change.ts';

interface Facts {
  readonly catalog: Catalog;
  readonly marks: ReadonlyMap<string, OwnerMark>;
  readonly sets: readonly PruningSet[];
  readonly members: SetMembers;
  readonly later: Set<string>;
  readonly report: Report;
}

/**
 * The live people who carry the owner tag of a set that does not declare them, by id, each with all sets that they leave.
 * The tags of a lead that this plan merges go to its user.
 */
export function leaversOf(resolved: Resolved, facts: Facts): readonly Leaver[] {
  const { catalog, members } = facts;
  const left = new Map<string, { readonly person: LivePerson; readonly sets: PruningSet[] }>();
  for (const set of facts.sets) {
    if (!set.retired && !members.withMembers.has(set.name)) {
      tellWithoutMembers(set, facts);
      continue;
    }
    for (const id of catalog.carriers.get(set.name) ?? []) {
      const person = whoRemains(id, catalog);
      if (person === undefined) continue;
      const known = left.get(person.id);
      if (known === undefined) left.set(person.id, { person, sets: [set] });
      else if (!known.sets.includes(set)) known.sets.push(set);
    }
  }
  const wantedOf = declaredAmong(left, resolved);
  const leavers: Leaver[] = [];
  for (const { person, sets } of [...left.values()].sort((a, b) => (a.person.id < b.person.id ? -1 : 1))) {
    const wanted = wantedOf.get(person.id);
    const leaver = leaverOf(person, sets, wanted, facts);
    if (leaver !== undefined) leavers.push(leaver);
  }
  return leavers;
}

/** The live contact, or the user that a lead is merged into; undefined for a user that this plan creates. */
function whoRemains(id: string, { merges, people }: Catalog): LivePerson | undefined {
  const merge = merges.of(id);
  return merge === undefined ? people.byId(id) : merge.into.person;
}

/** Undefined for a person who leaves no set. */
function leaverOf(
  person: LivePerson,
  carried: readonly PruningSet[],
  wanted: Wanted | undefined,
  { catalog, later }: Facts,
): Leaver | undefined {
  // A person who is archived as declared leaves no set.
  if (wanted?.archived) return undefined;
  const members = new Set(wanted?.members.map(({ set }) => set.name));
  const wantedTags = new Set(wanted?.tags?.map((name) => name.toLowerCase()));
  const sets = carried.filter(
    (set) =>
      !members.has(set.name) &&
      // A manifest that declares the tag for the person would put it on again.
      !marksOf(set).some((name) => wantedTags.has(name.toLowerCase())),
  );
  if (sets.length === 0) return undefined;
  if (holdsKey(person, catalog.later.keys)) {
    later.add(person.id);
    return undefined;
  }
  const merges = mergesInto(person, wanted, catalog);
  // Which other tags the person carries then is only known when the next plan reads them.
  if (merges.length > 0 && !person.tagsComplete) return undefined;
  const { tags: held } = afterMerges(
    person,
    merges.map(({ lead }) => lead),
  );
  return { person, sets, wanted, merges, held };
}

function mergesInto(
  person: LivePerson,
  wanted: Wanted | undefined,
  { merges }: Catalog,
): readonly PlannedMerge[] {
  return merges.into({ person, address: wanted?.lead.address });
}

/** A set that is empty by mistake would lose everybody. A set that declares nobody is reported where it is declared. */
function tellWithoutMembers(set: PruningSet, { members, report }: Facts): void {
  if (!members.withAbsent.has(set.name)) return;
  report({
    code: 'prune-withheld',
    severity: 'warning',
    summary: `nothing is pruned from set ${set.name}`,
    detail: 'none of its contacts is live, and none of them is created',
    help: 'mend what is named, then plan again',
    ...set.place,
  });
}

/** Those of the people that a set declares. */
function declaredAmong(
  people: ReadonlyMap<string, unknown>,
  { wanted }: Resolved,
): ReadonlyMap<string, Wanted> {
  const found = new Map<string, Wanted>();
  for (const item of wanted)
    if (item.person !== undefined && people.has(item.person.id)) found.set(item.person.id, item);
  return found;
}
