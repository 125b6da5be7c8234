import type { Catalog } from '../../types/catalog.ts';
import type { ContactKey } from '../../types/contact-key.ts';
import type { Role } from '../../types/person.ts';
import type { Place } from '../../types/place.ts';
import type { Removals, RemovedPlace } from '../../types/removals.ts';
import { keysHeld, keyText, livePerson } from './person-values.ts';
import type { WireContact } from './wire-contact.ts';

/** Somebody as a plan will have them. */
interface Somebody {
  readonly id: string | undefined;
  readonly role: Role;
  readonly keys: readonly ContactKey[];
}

/** Where a manifest removes this person, live or still to be made; undefined where none does. */
export function removalOf(
  { id, role, keys }: Somebody,
  { removals, keyHashes }: Pick<Catalog, 'removals' | 'keyHashes'>,
): Place | undefined {
  const live = id === undefined ? undefined : removals.people.get(id);
  if (live !== undefined || !removesPeople(removals)) return live;
  // A hash takes longer than a look at a map.
  const hashOf = removals.hashes.size > 0 && keyHashes.state === 'comparable' ? keyHashes.of : undefined;
  for (const key of keys) {
    const named: readonly RemovedPlace[] = [
      ...(removals.keys.get(keyText(key)) ?? []),
      ...(hashOf === undefined ? [] : (removals.hashes.get(hashOf(key)) ?? [])),
    ];
    const found = named.find((removed) => removed.role === undefined || removed.role === role);
    if (found !== undefined) return found.place;
  }
  return undefined;
}

/** Whether any manifest removes a person, live or not. */
export function removesPeople({ keys, hashes, people }: Removals): boolean {
  return keys.size > 0 || hashes.size > 0 || people.size > 0;
}

/** Whether a manifest removes a live contact: then no other takes it over. */
export function isRemovedContact(
  contact: WireContact,
  catalog: Pick<Catalog, 'removals' | 'keyHashes'>,
): boolean {
  if (!removesPeople(catalog.removals)) return false;
  const person = livePerson(contact);
  const keys = (['id', 'external_id', 'email', 'phone'] as const).flatMap((field) => keysHeld(field, person));
  return removalOf({ ...person, keys }, catalog) !== undefined;
}
