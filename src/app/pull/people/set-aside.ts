import type { Resolved } from '../../../kinds/contact/identity/resolve.ts';
import { kindOfSets } from '../../../kinds/declared/sets.ts';

/** Ids of live contacts that are declared and of whom nothing is planned. */
export function setAsideIn(live: ReadonlyMap<string, unknown>): ReadonlySet<string> {
  const resolved = live.get(kindOfSets().name) as Resolved | undefined; // What the kind of people returned.
  return new Set(resolved?.setAside.flatMap(({ person }) => (person === undefined ? [] : [person.id])));
}
