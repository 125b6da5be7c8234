import { attributePath } from '../../types/attribute-path.ts';
import type { ContactKey } from '../../types/contact-key.ts';
import type { Json, JsonObject } from '../../types/json.ts';
import type { FoundPeople, Identity, LivePerson, PersonRead } from '../../types/person.ts';
import type { ContactRead, ContactRows, WireContact, WireSublist } from './wire-contact.ts';

/** Emails compare trimmed and without case (design 4). */
export function emailKey(email: string): string {
  return email.trim().toLowerCase();
}

/** Phones compare by their digits. */
export function phoneKey(phone: string): string {
  return phone.replace(/\D/g, '');
}

/** The keys of a person, as far as they are known. */
interface Keys {
  readonly id: string | undefined;
  readonly external_id: string | null | undefined;
  readonly email: string | null | undefined;
}

/** Whether one of the person's keys is in a set of ids, external_ids, and emails as `emailKey` gives them. */
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

/** The key of a live contact in this field, as it is stored; none where the field is empty. */
export function keysHeld(field: ContactKey['field'], person: Identity): readonly ContactKey[] {
  const value = person[field];
  return value === null ? [] : [{ field, value }];
}

/** Whether two values of a contact field mean the same; spellings of an email or phone do. */
export function samePersonValue(field: string, a: Json, b: Json): boolean {
  if (typeof a === 'string' && typeof b === 'string') {
    if (field === 'email') return emailKey(a) === emailKey(b);
    if (field === 'phone') return phoneKey(a) === phoneKey(b);
  }
  return a === b;
}

/** The answer of a read by id, in the plan's terms. */
export function personRead(read: ContactRead): PersonRead {
  return read.state === 'live' ? { state: 'live', person: livePerson(read.contact) } : read;
}

/** The people that a search found, in the plan's terms. */
export function foundPeople({ contacts, incomplete }: ContactRows): FoundPeople {
  return { people: contacts.map(livePerson), incomplete };
}

/** A contact as read, in the plan's terms: null, "" and never-set attributes are absent (intercom 4.2, 8.6 and 8.7). */
export function livePerson(wire: WireContact): LivePerson {
  const role = wire.role === 'lead' ? 'lead' : 'user';
  const fields = new Map<string, Json>();
  // A lead's external_id is a random UUID, never the user's own key (intercom 4.4).
  const externalId = role === 'lead' ? null : wire.external_id || null;
  const { avatar, owner_id } = wire;
  fields.set('role', role);
  put(fields, 'external_id', externalId);
  put(fields, 'email', wire.email);
  put(fields, 'phone', wire.phone);
  put(fields, 'name', wire.name);
  put(fields, 'avatar', typeof avatar === 'string' ? avatar : avatar?.image_url);
  put(fields, 'signed_up_at', wire.signed_up_at);
  put(fields, 'last_seen_at', wire.last_seen_at);
  // An integer up to 2.15, a string from 2.16 (intercom 8.11).
  put(fields, 'owner_id', owner_id === null || owner_id === undefined ? null : String(owner_id));
  fields.set('unsubscribed_from_emails', wire.unsubscribed_from_emails ?? false);
  const custom = wire.custom_attributes ?? NOTHING;
  const cleared: string[] = [];
  for (const name of Object.keys(custom)) {
    const path = attributePath(name);
    put(fields, path, custom[name]);
    if (custom[name] === null) cleared.push(path);
  }
  return {
    id: wire.id,
    role,
    external_id: externalId,
    email: wire.email || null,
    phone: wire.phone || null,
    created_at: wire.created_at ?? 0,
    fields,
    cleared: cleared.length === 0 ? NO_IDS : cleared,
    tags: idsIn(wire.tags),
    tagsComplete: wire.tags?.has_more !== true,
    companies: idsIn(wire.companies),
    companiesComplete: wire.companies?.has_more !== true,
    merged: wire.merge_history?.map((entry) => entry.source_contact_id) ?? NO_IDS,
  };
}

const NOTHING: JsonObject = {};
const NO_IDS: readonly string[] = [];

function put(fields: Map<string, Json>, path: string, value: Json | undefined): void {
  if (value !== undefined && value !== null && value !== '') fields.set(path, value);
}

function idsIn(list: WireSublist | undefined): readonly string[] {
  const rows = list?.data;
  return rows === undefined || rows.length === 0 ? NO_IDS : rows.map(({ id }) => id);
}
