import type { ContactKey } from '../../types/contact-key.ts';
import type { LivePerson, PeopleIndex } from '../../types/person.ts';
import { samePersonValue } from '../people/person-values.ts';
import type { RemovedContact } from './declaration.ts';
import type { Hashed } from './hashed.ts';

/** Whom a declaration means. `found` are the live contacts that it names, in a fixed order. */
export interface Meant {
  readonly state: 'nobody' | 'one' | 'several' | 'another';
  readonly found: readonly LivePerson[];
  /** Where nobody has the first key: who has one of the others. */
  readonly others: readonly LivePerson[];
}

/**
 * Decides whom a declaration means. Nobody is deleted by half of what is known of them, and never the first of several:
 *
 *     holders of the first key     of them hold all keys     then
 *     none                         –                         nobody; whoever has another key is told of
 *     some                         one                       one
 *     some                         more                      several
 *     some                         none                      another
 */
export function whoIsMeant({ keys, role }: RemovedContact, people: PeopleIndex): Meant {
  const [first, ...rest] = keys;
  if (first === undefined) return { state: 'nobody', found: [], others: [] };
  const named = ofRole(role, holders(first, people));
  if (named.length === 0) {
    const others = new Map(
      ofRole(
        role,
        rest.flatMap((key) => holders(key, people)),
      ).map((one) => [one.id, one]),
    );
    return { state: 'nobody', found: [], others: [...others.values()] };
  }
  const found = named.filter((person) => missedKeys(rest, person).length === 0);
  if (found.length === 0) return { state: 'another', found: named, others: [] };
  return { state: found.length === 1 ? 'one' : 'several', found, others: [] };
}

/** Whom a hash means: nobody where it could not be compared, and never the first of several. */
export function whoHasHash({ hash, role }: RemovedContact, hashed: Hashed): Meant {
  const found = hash === undefined || hashed.state !== 'compared' ? [] : ofRole(role, hashed.holders(hash));
  const state = found.length === 0 ? 'nobody' : found.length === 1 ? 'one' : 'several';
  return { state, found, others: [] };
}

function ofRole(role: RemovedContact['role'], found: readonly LivePerson[]): readonly LivePerson[] {
  return found.filter((person) => role === undefined || person.role === role);
}

/** The keys that this person does not hold. */
export function missedKeys(keys: readonly ContactKey[], person: LivePerson): readonly ContactKey[] {
  return keys.filter(({ field, value }) => !samePersonValue(field, person[field], value));
}

function holders({ field, value }: ContactKey, people: PeopleIndex): readonly LivePerson[] {
  if (field === 'email') return people.byEmail(value);
  if (field === 'phone') return people.byPhone(value);
  const person = field === 'id' ? people.byId(value) : people.byExternalId(value);
  return person === undefined ? [] : [person];
}
