import { isJsonObject, type Json, type JsonObject } from '../../types/json.ts';
import type { NotLivePerson, NotLiveStatus } from '../../types/not-live.ts';
import { MalformedAnswer, type PageCall } from '../../types/wire-call.ts';
import { idOf, objectOf, scalarText } from '../wire/wire-fields.ts';

/** The first version that has the list (intercom 14). */
const VERSION = '2.17';
/** The most that Intercom allows (intercom 14). */
const PER_PAGE = 150;

const STATUSES: readonly string[] = [
  'archived',
  'blocked',
  'merged',
  'pending_deletion',
  'permanently_deleted',
] satisfies readonly NotLiveStatus[];

/** One page of the contacts that are not live; pages are counted from 1. Emails come as they are, not escaped for HTML. */
export function notLivePage(page: number): PageCall<NotLivePerson> {
  return {
    path: `/contacts/deleted?escape_identity=false&per_page=${PER_PAGE}&page=${page}`,
    version: VERSION,
    names: ['data', 'contacts'],
    row: notLiveOf,
    next: (answer) => (isLast(answer, page) ? undefined : String(page + 1)),
  };
}

/** The envelope is not documented (intercom 18): without a number of pages, a page that is not full is the last. */
function isLast(answer: JsonObject, page: number): boolean {
  const { pages, data, contacts } = answer;
  if (isJsonObject(pages) && typeof pages['total_pages'] === 'number') return page >= pages['total_pages'];
  const rows = Array.isArray(data) ? data : contacts;
  return !Array.isArray(rows) || rows.length < PER_PAGE;
}

function notLiveOf(row: Json): NotLivePerson {
  const contact = objectOf(row, 'a contact that is not live');
  const status = contact['status'];
  if (!isStatus(status)) throw new MalformedAnswer('a contact that is not live has no status');
  return {
    id: idOf(contact, 'a contact that is not live'),
    status,
    external_id: scalarText(contact['external_id']) ?? null,
    email: scalarText(contact['email']) ?? null,
    merged_into_id: scalarText(contact['merged_into_id']) ?? null,
  };
}

function isStatus(value: Json | undefined): value is NotLiveStatus {
  return typeof value === 'string' && STATUSES.includes(value);
}
