import type { WireCompany, WireContact, WireMe, WireSublist, WireTag } from '../types/intercom.ts';
import type { Json, JsonObject } from '../types/json.ts';
import { MalformedAnswer } from '../types/wire-call.ts';
import { isObject, malformed } from './refusal.ts';
import type { Answer } from './transport.ts';

// Missing and extra keys are normal across versions (api.md 4.1, 8.44): absent reads as null, unknown keys stay. Only what
// nothing can be done without, such as an id, makes an answer malformed.

export function meOf(answer: Answer): WireMe {
  const me = objectOf(answer, answer.body, 'the token owner');
  const app = objectOf(answer, me['app'], 'app of /me');
  return {
    ...me,
    id: idOf(answer, me, 'the token owner'),
    app: {
      ...app,
      id_code: textOf(answer, app, 'id_code'),
      name: typeof app['name'] === 'string' ? app['name'] : '',
    },
  };
}

export function tagOf(answer: Answer, row: Json): WireTag {
  const tag = objectOf(answer, row, 'a tag');
  return { ...tag, id: idOf(answer, tag, 'a tag'), name: textOf(answer, tag, 'name') };
}

/** How many rows a search found in all. */
export function totalOf(answer: Answer): number {
  const total = isObject(answer.body) ? answer.body['total_count'] : undefined;
  if (typeof total !== 'number') throw malformed(answer, 'a search has no total_count', answer.requestId);
  return total;
}

/** `asked` stands in for a company_id that the answer leaves out. */
export function companyOf(answer: Answer, row: Json, asked = ''): WireCompany {
  const company = objectOf(answer, row, 'a company');
  return {
    ...company,
    id: idOf(answer, company, 'a company'),
    company_id: scalarText(company['company_id']) ?? asked,
  };
}

export function contactOf(answer: Answer, row: Json): WireContact {
  const contact = objectOf(answer, row, 'a contact');
  const { role, tags, companies } = contact;
  if (role !== 'user' && role !== 'lead') throw malformed(answer, 'a contact has no role', answer.requestId);
  return {
    ...contact,
    id: idOf(answer, contact, 'a contact'),
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
    custom_attributes: isObject(contact['custom_attributes']) ? contact['custom_attributes'] : {},
    ...(isObject(tags) ? { tags: sublistOf(answer, tags) } : {}),
    ...(isObject(companies) ? { companies: sublistOf(answer, companies) } : {}),
    ...mergeHistoryOf(contact['merge_history']),
  };
}

/** The rows of a list, under whichever of the names they come (api.md 5.1, 5.2, 12.6). */
export function rowsOf(answer: Answer, ...names: readonly string[]): readonly Json[] {
  if (Array.isArray(answer.body)) return answer.body;
  const body = objectOf(answer, answer.body, 'the answer');
  for (const name of names) {
    const rows = body[name];
    if (Array.isArray(rows)) return rows;
  }
  throw malformed(answer, `the answer has no list called ${names.join(' or ')}`, answer.requestId);
}

/** The rows as their kind reads them; what it finds malformed becomes the failure of this call. */
export function readRows<T>(answer: Answer, rows: readonly Json[], read: (row: Json) => T): readonly T[] {
  try {
    return rows.map(read);
  } catch (error) {
    if (error instanceof MalformedAnswer) throw malformed(answer, error.message, answer.requestId);
    throw error;
  }
}

function objectOf(answer: Answer, value: Json | undefined, what: string): JsonObject {
  if (isObject(value)) return value;
  throw malformed(answer, `${what} is not an object`, answer.requestId);
}

/** Ids are strings on the wire; a number is read as its digits. */
function idOf(answer: Answer, row: JsonObject, what: string): string {
  const id = scalarText(row['id']);
  if (id === undefined || id === '') throw malformed(answer, `${what} has no id`, answer.requestId);
  return id;
}

function textOf(answer: Answer, row: JsonObject, key: string): string {
  const text = scalarText(row[key]);
  if (text === undefined) throw malformed(answer, `an entry has no ${key}`, answer.requestId);
  return text;
}

function scalarText(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

function numberOf(value: Json | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

function avatarOf(value: Json | undefined): WireContact['avatar'] {
  if (typeof value === 'string') return value;
  if (!isObject(value)) return null;
  const { image_url } = value;
  return { ...value, image_url: typeof image_url === 'string' ? image_url : null };
}

/** At most ten entries; the rest is told by `has_more` (api.md 4.1). */
function sublistOf(answer: Answer, list: JsonObject): WireSublist {
  const rows = Array.isArray(list['data']) ? list['data'] : [];
  const data = rows.map((row) => ({ id: idOf(answer, objectOf(answer, row, 'an entry'), 'an entry') }));
  const total_count = Math.max(numberOf(list['total_count']) ?? 0, data.length);
  return { data, total_count, has_more: list['has_more'] === true || total_count > data.length };
}

function mergeHistoryOf(value: Json | undefined): Pick<WireContact, 'merge_history'> {
  // Embedded either as the list or as an envelope around it.
  const rows = isObject(value) ? value['data'] : value;
  if (!Array.isArray(rows)) return {};
  const sources = rows.map((row) => scalarText(isObject(row) ? row['source_contact_id'] : undefined));
  return {
    merge_history: sources
      .filter((id) => id !== undefined)
      .map((source_contact_id) => ({ source_contact_id })),
  };
}
