import type { Json } from '../../../types/json.ts';
import { ApiError, clientError, invalid, notFound, type RequestIdForm } from '../../errors.ts';
import { readPerPage } from '../../paging.ts';
import type { Call, Route } from '../../router.ts';
import { V2_16 } from '../../version.ts';
import { notesOf } from '../notes/store.ts';
import type { ContactRecord } from './record.ts';
import { answerContact } from './routes.ts';
import { showMergeEntry } from './show.ts';
import { contactsOf } from './store.ts';

/** Default of `per_page` (intercom 4.3). */
const HISTORY_PER_PAGE = 50;

export const mergeRoutes: readonly Route[] = [
  { method: 'POST', path: '/contacts/merge', answer: mergeContacts },
  { method: 'GET', path: '/contacts/:id/merge_history', since: V2_16, answer: listMergeHistory },
];

/** Merges a lead into a user (intercom 4.7). */
function mergeContacts(call: Call): Json {
  const { workspace, version, body } = call;
  const contacts = contactsOf(workspace);
  if (typeof body.from !== 'string' || typeof body.into !== 'string')
    throw invalid('Both from and into are required');
  const from = contacts.live(body.from);
  const into = contacts.live(body.into);
  if (from === undefined || into === undefined) throw notFound('Contact Not Found');
  if (from.role !== 'lead' || into.role !== 'user')
    throw invalidMerge('Merging can only be performed on a lead into a user');
  if (version >= V2_16 && body.skip_duplicate_validation !== true && !areDuplicates(from, into)) {
    throw invalidMerge(
      'Contacts can only be merged when they are duplicates (matching email or phone). Pass skip_duplicate_validation=true to override this check.',
      'absent',
    );
  }
  const now = workspace.now();
  const merged = combine(from, into, now);
  contacts.put({ ...from, state: 'merged', merged_into: into.id, updated_at: now });
  contacts.put(merged);
  notesOf(workspace).move(from.notes, into.id);
  return answerContact(merged, call);
}

function invalidMerge(message: string, requestId: RequestIdForm = 'shown'): ApiError {
  return new ApiError({ status: 400, code: 'invalid_merge', message, requestId });
}

/** intercom 9.21: email or phone, the email without case. */
function areDuplicates(from: ContactRecord, into: ContactRecord): boolean {
  if (from.email && from.email.toLowerCase() === into.email?.toLowerCase()) return true;
  return Boolean(from.phone) && from.phone === into.phone;
}

/**
 * `into` wins a clash, what it lacks is copied, lists are united (intercom 4.7). The lead's external_id is Intercom's own UUID
 * and stays behind.
 */
function combine(from: ContactRecord, into: ContactRecord, now: number): ContactRecord {
  return {
    ...into,
    email: into.email || from.email,
    phone: into.phone ?? from.phone,
    name: into.name ?? from.name,
    avatar: into.avatar ?? from.avatar,
    owner_id: into.owner_id ?? from.owner_id,
    signed_up_at: into.signed_up_at ?? from.signed_up_at,
    last_seen_at: into.last_seen_at ?? from.last_seen_at,
    custom_attributes: copyMissing(from.custom_attributes, into.custom_attributes),
    observed: copyMissing(from.observed, into.observed),
    tags: [...into.tags, ...from.tags.filter((tag) => !into.tags.some((own) => own.id === tag.id))],
    companies: [...new Set([...into.companies, ...from.companies])],
    notes: [...into.notes, ...from.notes],
    merge_history: [
      ...into.merge_history,
      { source_contact_id: from.id, source_contact_role: from.role, merged_at: now },
    ],
    updated_at: now,
  };
}

/** A key with null counts as missing (intercom 8.7). */
function copyMissing(
  from: Readonly<Record<string, Json>>,
  into: Readonly<Record<string, Json>>,
): Readonly<Record<string, Json>> {
  const copied = Object.entries(from).filter(([name, value]) => {
    const own = Object.hasOwn(into, name) ? into[name] : undefined;
    return value !== null && (own === undefined || own === null);
  });
  return { ...into, ...Object.fromEntries(copied) };
}

/** Users only; a lead answers 404 (intercom 4.3). */
function listMergeHistory(call: Call): Json {
  const record = contactsOf(call.workspace).live(call.param('id'));
  if (record === undefined || record.role !== 'user') throw notFound('Contact not found');
  const ascending = call.query.get('order') === 'asc';
  const entries = ascending ? record.merge_history : [...record.merge_history].reverse();
  const perPage = readPerPage(call.query.get('per_page'), HISTORY_PER_PAGE);
  const start = readHistoryCursor(call.query.get('cursor'), entries.length);
  const end = start + perPage;
  const more = end < entries.length;
  return {
    type: 'list',
    data: entries.slice(start, end).map(showMergeEntry),
    ...(more ? { next_cursor: Buffer.from(JSON.stringify([String(end)])).toString('base64') } : {}),
    has_more: more,
  };
}

function readHistoryCursor(cursor: string | null, length: number): number {
  if (cursor === null || cursor === '') return 0;
  const match = /^\["(\d{1,9})"\]$/.exec(Buffer.from(cursor, 'base64').toString('utf8'));
  const position = Number(match?.[1] ?? Number.NaN);
  if (!(position <= length)) throw clientError('Invalid cursor param');
  return position;
}
