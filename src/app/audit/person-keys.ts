import { emailKey, phoneKey } from '../../kinds/people/person-values.ts';
import type { WireContact } from '../../kinds/people/wire-contact.ts';
import type { PersonRef, SharedField } from '../../types/audit.ts';
import { looksLikeEmail } from '../../types/email-text.ts';

/** The shortest number of E.164 in practice has seven digits: less is a placeholder that strangers share, such as 0. */
const FEWEST_DIGITS = 7;

/** One contact, as little of it as sharing needs. */
export interface Person extends PersonRef {
  /** Unix seconds. */
  readonly created_at: number;
}

export function personOf(contact: WireContact): Person {
  return {
    id: contact.id,
    role: contact.role,
    // A lead's is a random UUID (intercom 4.4).
    external_id: contact.role === 'lead' ? null : contact.external_id || null,
    email: contact.email || null,
    phone: contact.phone || null,
    created_at: contact.created_at,
  };
}

/** What two people share by: the email without case, the phone's digits. */
export interface PersonKey {
  readonly field: SharedField;
  readonly key: string;
}

/** No key for what cannot be an email or phone: placeholders do not make two contacts one person. */
export function keysOf({ email, phone }: Pick<PersonRef, 'email' | 'phone'>): readonly PersonKey[] {
  const keys: PersonKey[] = [];
  const mail = email === null ? '' : emailKey(email);
  if (looksLikeEmail(mail)) keys.push({ field: 'email', key: `email:${mail}` });
  const digits = phone === null ? '' : phoneKey(phone);
  if (digits.length >= FEWEST_DIGITS && !/^(\d)\1*$/.test(digits))
    keys.push({ field: 'phone', key: `phone:${digits}` });
  return keys;
}

/** Whether Intercom sees on its own that the two share: the emails without case, the phones as they are (intercom 4.7, 9.21). */
export function sharesAsWritten(a: PersonRef, b: PersonRef): boolean {
  if (a.email !== null && b.email !== null && a.email.toLowerCase() === b.email.toLowerCase()) return true;
  return a.phone !== null && a.phone === b.phone;
}

/** What the report says of a person. */
export function refOf({ id, role, external_id, email, phone }: Person): PersonRef {
  return { id, role, external_id, email, phone };
}

/** Earliest first. */
export function byAge(a: Person, b: Person): number {
  return a.created_at - b.created_at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
