import { isJsonObject, type Json, type JsonObject } from '../../../types/json.ts';
import { MalformedAnswer } from '../../../types/wire-call.ts';
import type { WireContact, WireSublist } from '../../people/wire-contact.ts';
import { idOf, objectOf, scalarText } from '../../wire/wire-fields.ts';

/** Reads a contact, wherever it is in an answer. */
export function contactOf(row: Json): WireContact {
  const contact = objectOf(row, 'a contact');
  const { role, tags, companies } = contact;
  if (role !== 'user' && role !== 'lead') throw new MalformedAnswer('a contact has no role');
  return {
    ...contact,
    id: idOf(contact, 'a contact'),
    role,
    external_id: scalarText(contact['external_id']) ?? null,
    email: scalarText(contact['email']) ?? null,
    phone: scalarText(contact['phone']) ?? null,
    name: scalarText(contact['name']) ?? null,
    avatar: avatarOf(contact['avatar']),
    owner_id: scalarText(contact['owner_id']) ?? null,
    signed_up_at: numberOf(contact['signed_up_at']),
    last_seen_at: numberOf(contact['last_seen_at']),
    created_at: numberOf(contact['created_at']) ?? 0,
    unsubscribed_from_emails: contact['unsubscribed_from_emails'] === true,
    custom_attributes: isJsonObject(contact['custom_attributes']) ? contact['custom_attributes'] : {},
    ...(isJsonObject(tags) ? { tags: sublistOf(tags) } : {}),
    ...(isJsonObject(companies) ? { companies: sublistOf(companies) } : {}),
    ...mergeHistoryOf(contact['merge_history']),
  };
}

function numberOf(value: Json | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

function avatarOf(value: Json | undefined): WireContact['avatar'] {
  if (typeof value === 'string') return value;
  if (!isJsonObject(value)) return null;
  const { image_url } = value;
  return { ...value, image_url: typeof image_url === 'string' ? image_url : null };
}

/** At most ten entries; the rest is told by `has_more` (intercom 4.1). */
function sublistOf(list: JsonObject): WireSublist {
  const rows = Array.isArray(list['data']) ? list['data'] : [];
  const data = rows.map((row) => ({ id: idOf(objectOf(row, 'an entry'), 'an entry') }));
  const total_count = Math.max(numberOf(list['total_count']) ?? 0, data.length);
  return { data, total_count, has_more: list['has_more'] === true || total_count > data.length };
}

function mergeHistoryOf(value: Json | undefined): Pick<WireContact, 'merge_history'> {
  // Embedded either as the list or as an envelope around it.
  const rows = isJsonObject(value) ? value['data'] : value;
  if (!Array.isArray(rows)) return {};
  const sources = rows.map((row) => scalarText(isJsonObject(row) ? row['source_contact_id'] : undefined));
  return {
    merge_history: sources
      .filter((id) => id !== undefined)
      .map((source_contact_id) => ({ source_contact_id })),
  };
}
