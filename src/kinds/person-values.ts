import type { ContactKey, WireContact } from '../types/intercom.ts';
import type { Json } from '../types/json.ts';
import type { Identity, LivePerson } from '../types/person.ts';

/** Emails compare trimmed and without case (DESIGN section 4). */
export function emailKey(email: string): string {
  return email.trim().toLowerCase();
}

/** Phones compare by their digits. */
export function phoneKey(phone: string): string {
  return phone.replace(/\D/g, '');
}

/** What somebody is known by, as far as it is known. */
interface Keys {
  readonly id: string | undefined;
  readonly external_id: string | null | undefined;
  readonly email: string | null | undefined;
}

/** Whether one of these keys is among those that rows or manifests name people by: ids, external_ids, and emails as `emailKey`. */
export function holdsKey({ id, external_id, email }: Keys, keys: Pick<ReadonlySet<string>, 'has'>): boolean {
  if (id !== undefined && keys.has(id)) return true;
  if (typeof external_id === 'string' && keys.has(external_id)) return true;
  return typeof email === 'string' && keys.has(emailKey(email));
}

/** One text for all spellings of a key. */
export function keyText({ field, value }: ContactKey): string {
  if (field === 'email') return `email:${emailKey(value)}`;
  return field === 'phone' ? `phone:${phoneKey(value)}` : `${field}:${value}`;
}

/** What a live contact is known by in this field, as it is stored; none where it holds nothing there. */
export function keysHeld(field: ContactKey['field'], person: Identity): readonly ContactKey[] {
  const value = person[field];
  return value === null ? [] : [{ field, value }];
}

/** Whether two values of a contact field mean the same: absent and null are one, as are spellings of an email or phone. */
export function samePersonValue(field: string, a: Json, b: Json): boolean {
  if (typeof a === 'string' && typeof b === 'string') {
    if (field === 'email') return emailKey(a) === emailKey(b);
    if (field === 'phone') return phoneKey(a) === phoneKey(b);
  }
  return a === b;
}

/** A contact as read, in the plan's terms: null, "" and never-set attributes are absent (api.md 4.2, quirks 6 and 7). */
export function livePerson(wire: WireContact): LivePerson {
  const role = wire.role === 'lead' ? 'lead' : 'user';
  const fields = new Map<string, Json>();
  const put = (path: string, value: Json | undefined) => {
    if (value !== undefined && value !== null && value !== '') fields.set(path, value);
  };
  // A lead's external_id is a random UUID, never the user's own key (api.md 4.4).
  const externalId = role === 'lead' ? null : wire.external_id || null;
  put('role', role);
  put('external_id', externalId);
  put('email', wire.email);
  put('phone', wire.phone);
  put('name', wire.name);
  put('avatar', typeof wire.avatar === 'string' ? wire.avatar : wire.avatar?.image_url);
  put('signed_up_at', wire.signed_up_at);
  put('last_seen_at', wire.last_seen_at);
  // An integer up to 2.15, a string from 2.16 (api.md quirk 11).
  put('owner_id', wire.owner_id === null || wire.owner_id === undefined ? null : String(wire.owner_id));
  fields.set('unsubscribed_from_emails', wire.unsubscribed_from_emails ?? false);
  for (const [name, value] of Object.entries(wire.custom_attributes ?? {}))
    put(`custom_attributes.${name}`, value);
  return {
    id: wire.id,
    role,
    external_id: externalId,
    email: wire.email || null,
    phone: wire.phone || null,
    created_at: wire.created_at ?? 0,
    fields,
    tags: (wire.tags?.data ?? []).map((tag) => tag.id),
    tagsComplete: wire.tags?.has_more !== true,
    companies: (wire.companies?.data ?? []).map((company) => company.id),
    companiesComplete: wire.companies?.has_more !== true,
    merged: (wire.merge_history ?? []).map((entry) => entry.source_contact_id),
  };
}
