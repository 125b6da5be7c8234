import type { Json } from '../../../types/json.ts';
import { ApiError, clientError, notFound } from '../../errors.ts';
import { readPerPage } from '../../paging.ts';
import type { Call, Route } from '../../router.ts';
import { V2_16 } from '../../version.ts';
import { notesOf } from '../notes/store.ts';
import { afterMerge, type MergeRefusal, mergeRefusal, readPair } from './merge-rules.ts';
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
  const { workspace } = call;
  const contacts = contactsOf(workspace);
  const { from, into } = readPair(call);
  const refusal = mergeRefusal(from, into, call);
  if (refusal !== undefined) throw invalidMerge(refusal);
  const now = workspace.now();
  const merged = afterMerge(from, into, now);
  contacts.put({ ...from, state: 'merged', merged_into: into.id, updated_at: now });
  contacts.put(merged);
  notesOf(workspace).move(from.notes, into.id);
  return answerContact(merged, call);
}

/** How a merge itself says what a preview gives as a code. */
function invalidMerge(refusal: MergeRefusal): ApiError {
  const refused = { status: 400, code: 'invalid_merge' };
  switch (refusal) {
    case 'invalid_merge_role_pair':
      return new ApiError({ ...refused, message: 'Merging can only be performed on a lead into a user' });
    case 'no_shared_identifier':
      return new ApiError({
        ...refused,
        message:
          'Contacts can only be merged when they are duplicates (matching email or phone). Pass skip_duplicate_validation=true to override this check.',
        requestId: 'absent',
      });
  }
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
