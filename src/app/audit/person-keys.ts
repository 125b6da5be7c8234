import { emailKey, phoneKey } from '../../kinds/people/person-values.ts';
import type { WireContact } from '../../kinds/people/wire-contact.ts';
import type { PersonRef, SharedField } from '../../types/audit.ts';
import { looksLikeEmail } from '../../types/email-text.ts';

/** The shortest E.164 numbers in use have seven digits. Anything shorter is a placeholder that strangers share, such as 0. */
const FEWEST_DIGITS = 7;

/** The fields of a contact that sharing needs. */
export interface AuditedPerson extends PersonRef {
  /** Unix seconds. */
  readonly created_at: number;
}

/** Keeps of a contact only what sharing needs. */
export function personOf(contact: WireContact): AuditedPerson {
  return {
    id: contact.id,
    role: contact.role,
    // Leads have a random UUID there (intercom 4.4).
    external_id: contact.role === 'lead' ? null : contact.external_id || null,
    email: contact.email || null,
    phone: contact.phone || null,
    created_at: contact.created_at,
  };
}

/** A key by which contacts are compared: the email in lower case, or the digits of the phone. */
export interface PersonKey {
  readonly field: SharedField;
  readonly key: string;
}

/** The keys of a contact. What cannot be an email or a phone gives no key: sharing a placeholder does not mean being one person. */
export function personKeys({ email, phone }: Pick<PersonRef, 'email' | 'phone'>): readonly PersonKey[] {
  const keys: PersonKey[] = [];
  const mail = email === null ? '' : emailKey(email);
  if (looksLikeEmail(mail)) keys.push({ field: 'email', key: `email:${mail}` });
  const digits = phone === null ? '' : phoneKey(phone);
  if (digits.length >= FEWEST_DIGITS && !/^(\d)\1*$/.test(digits))
    keys.push({ field: 'phone', key: `phone:${digits}` });
  return keys;
}

/**
 * Whether Intercom itself sees that the two share a key: it ignores the case of emails, and compares phones as written
 * (intercom 4.7, 9.21).
 */
export function sharesAsWritten(a: PersonRef, b: PersonRef): boolean {
  if (a.email !== null && b.email !== null && a.email.toLowerCase() === b.email.toLowerCase()) return true;
  return a.phone !== null && a.phone === b.phone;
}

export function refOf({ id, role, external_id, email, phone }: AuditedPerson): PersonRef {
  return { id, role, external_id, email, phone };
}
