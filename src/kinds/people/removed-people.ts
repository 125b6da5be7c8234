import type { Catalog } from '../../types/catalog.ts';
import type { ContactKey } from '../../types/contact-key.ts';
import type { Role } from '../../types/person.ts';
import type { Place } from '../../types/place.ts';
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
  { removals }: Pick<Catalog, 'removals'>,
): Place | undefined {
  const live = id === undefined ? undefined : removals.people.get(id);
  if (live !== undefined || removals.keys.size === 0) return live;
  for (const key of keys) {
    const found = removals.keys
      .get(keyText(key))
      ?.find((removed) => removed.role === undefined || removed.role === role);
    if (found !== undefined) return found.place;
  }
  return undefined;
}

/** Whether a manifest removes a live contact: then no other takes it over. */
export function isRemovedContact(contact: WireContact, catalog: Pick<Catalog, 'removals'>): boolean {
  if (catalog.removals.keys.size === 0) return false;
  const person = livePerson(contact);
  const keys = (['id', 'external_id', 'email', 'phone'] as const).flatMap((field) => keysHeld(field, person));
  return removalOf({ ...person, keys }, catalog) !== undefined;
}
