import { addressSegments } from '../../../types/address.ts';
import type { Catalog } from '../../../types/catalog.ts';
import type { Resolved } from '../identity/resolve.ts';

/** What a plan knows of the members of contact sets, by the names of the sets. */
export interface SetMembers {
  /** Sets that have a live member, or get one. */
  readonly withMembers: ReadonlySet<string>;
  /** Those of them that keep a live member: not all are archived as declared. */
  readonly lasting: ReadonlySet<string>;
  /** Sets that declare a person for whom nothing is planned, because nobody is live. */
  readonly withAbsent: ReadonlySet<string>;
  /** The position of the last contact that each set declares. */
  readonly lastPlaces: ReadonlyMap<string, number>;
}

export function membersOfSets({ wanted, missing, unchanged }: Resolved): SetMembers {
  const withMembers = new Set<string>();
  const lasting = new Set<string>();
  const withAbsent = new Set<string>();
  const lastPlaces = new Map<string, number>();
  for (const { members, archived } of wanted) {
    for (const { set, order } of members) {
      withMembers.add(set.name);
      if (!archived) lasting.add(set.name);
      lastPlaces.set(set.name, Math.max(lastPlaces.get(set.name) ?? 0, order));
    }
  }
  for (const { members } of missing) for (const { set } of members) withAbsent.add(set.name);
  for (const address of unchanged) withAbsent.add(addressSegments(address)[1] ?? '');
  return { withMembers, lasting, withAbsent, lastPlaces };
}

/** Counts the live members of each set: live contacts that it declares or that carry its owner tag (design 6.4). */
export function countMembers({ wanted }: Resolved, { carriers, members: counts }: Catalog): void {
  const ids = new Map<string, Set<string>>();
  for (const [set, own] of carriers) ids.set(set, new Set(own));
  for (const { person, members } of wanted) {
    if (person === undefined) continue;
    for (const { set } of members) ids.set(set.name, (ids.get(set.name) ?? new Set()).add(person.id));
  }
  for (const [set, members] of ids) counts.set(set, members.size);
}
