import type { ContactKey } from '../../../types/contact-key.ts';
import { seenText } from '../../../types/identity-text.ts';
import type { LivePerson, PeopleIndex } from '../../../types/person.ts';
import { peopleByKey } from '../../people/merging.ts';
import { emailKey, phoneKey } from '../../people/person-values.ts';
import type { ContactDeclaration } from '../declaration.ts';
import { lookupKeys } from './keys.ts';

/** Takes one key as a text that does not name its field: a mix-up only puts unrelated people into the same part. */
type Take = (key: string) => void;

/** Which keys, besides external_ids and emails, decide whose plans depend on each other. */
export interface MeetingFields {
  /** Whether anything is declared or scanned by Intercom's id. */
  readonly ids: boolean;
  /** Whether a merge names a phone. */
  readonly phones: boolean;
}

/** The declared keys of a person, whatever is live; the key in its address is among them. */
export function declaredKeys(
  { id, externalId, email, cells, role }: ContactDeclaration,
  { phones }: Pick<MeetingFields, 'phones'>,
  take: Take,
): void {
  if (externalId !== undefined) take(keyOf(externalId));
  if (email !== undefined && email !== externalId) take(keyOf(email));
  if (id !== undefined) take(keyOf(id));
  // A lead's external_id does not identify it, but still names the person where the row is left out.
  const named = role === 'lead' ? cells.get('external_id')?.value : undefined;
  if (typeof named === 'string') take(keyOf(named));
  const phone = phones ? cells.get('phone')?.value : undefined;
  if (typeof phone === 'string') take(phoneOf(phone));
}

/**
 * Takes keys. `walked`: the lists of people of one email whose keys were taken already, while nothing about them has
 * changed.
 */
export interface FoundKeys {
  readonly take: Take;
  readonly walked: Set<readonly LivePerson[]>;
}

/**
 * The keys that lookups add: the keys that were looked up, and the keys of all live people found by them or by the declared
 * keys. The plan of one row depends on another row only where both touch one key, directly or through further rows.
 */
export function foundKeys(
  declaration: ContactDeclaration,
  people: PeopleIndex,
  fields: MeetingFields,
  { take, walked }: FoundKeys,
): void {
  const { externalId, email } = declaration;
  const asked = lookupKeys(declaration, people);
  const takeFound = (key: ContactKey) => {
    const found = peopleByKey(key, people);
    // The row for which they were taken has the same email, so the two rows meet by that.
    if (found.length > 1 && walked.has(found)) return;
    if (found.length > 1 && key.field === 'email') walked.add(found);
    for (const person of found) livingKeys(person, declaration, fields, take);
  };
  for (const key of asked) {
    if (key.value !== externalId && key.value !== email) take(keyOf(key.value));
    takeFound(key);
  }
  const declared: ContactKey[] = [];
  if (externalId !== undefined) declared.push({ field: 'external_id', value: externalId });
  if (email !== undefined) declared.push({ field: 'email', value: email });
  for (const key of declared) {
    if (asked.some(({ field, value }) => field === key.field && value === key.value)) continue;
    takeFound(key);
  }
}

/** The keys of a live person, except those that the declaration has itself. */
export function livingKeys(
  { id, external_id, email, phone, merged }: LivePerson,
  { externalId, email: declared }: Pick<ContactDeclaration, 'externalId' | 'email'>,
  { ids, phones }: MeetingFields,
  take: Take,
): void {
  if (ids || (external_id === null && email === null)) take(keyOf(id));
  for (const lead of merged) take(keyOf(lead));
  if (external_id !== null && external_id !== externalId) takeSeen(external_id, take);
  if (email !== null && email !== declared) takeSeen(email, take);
  if (phones && phone !== null) take(phoneOf(phone));
}

/** Takes the key as it is and as it looks, because an invisible character can make it look like another key. */
function takeSeen(value: string, take: Take): void {
  take(keyOf(value));
  const seen = seenText(value);
  if (seen !== value) take(keyOf(seen));
}

/** The text for a key of any field. */
export function meetingKey({ field, value }: ContactKey): string {
  return field === 'phone' ? phoneOf(value) : keyOf(value);
}

function keyOf(value: string): string {
  return emailKey(value);
}

function phoneOf(value: string): string {
  return `phone ${phoneKey(value)}`;
}
