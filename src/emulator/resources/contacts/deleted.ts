import type { Json, JsonObject } from '../../../types/json.ts';
import { ApiError } from '../../errors.ts';
import type { Call, Route } from '../../router.ts';
import { V2_17 } from '../../version.ts';
import type { Workspace } from '../../workspace.ts';
import { userNotFound } from './errors.ts';
import type { ContactRecord } from './record.ts';
import { contactsOf } from './store.ts';
import { contactSwitchesOf } from './switches.ts';

/** intercom 14. */
const PER_PAGE = 10;
const MAX_PER_PAGE = 150;

export const deletedContactRoutes: readonly Route[] = [
  { method: 'GET', path: '/contacts/deleted', since: V2_17, answer: listDeleted },
];

/** Whoever is not live, the latest change first; pages go by number, there is no cursor. Order and envelope are ours (intercom 14). */
function listDeleted({ workspace, query, origin }: Call): Json {
  // Without this path the one of a contact is meant.
  if (!contactSwitchesOf(workspace).deletedList) throw userNotFound();
  const perPage = readPerPage(query.get('per_page'));
  const page = Math.max(1, leadingNumber(query.get('page')) ?? 1);
  const escaped = query.get('escape_identity') !== 'false';
  const gone = [...contactsOf(workspace).all()]
    .filter((record) => record.state !== 'live')
    .sort((a, b) => b.updated_at - a.updated_at);
  const start = (page - 1) * perPage;
  const more = start + perPage < gone.length;
  const next = `${origin}/contacts/deleted?per_page=${perPage}&page=${page + 1}`;
  return {
    type: 'list',
    data: gone.slice(start, start + perPage).map((record) => showDeleted(record, workspace, escaped)),
    total_count: gone.length,
    pages: {
      type: 'pages',
      page,
      per_page: perPage,
      total_pages: Math.ceil(gone.length / perPage),
      next: more ? next : null,
    },
  };
}

function showDeleted(record: ContactRecord, workspace: Workspace, escaped: boolean): JsonObject {
  const status = statusOf(record, workspace);
  const isForgotten = status === 'permanently_deleted';
  const email = isForgotten ? null : record.email;
  return {
    type: 'contact',
    id: record.id,
    external_id: isForgotten ? null : record.external_id,
    email: escaped && email !== null ? escapeHtml(email) : email,
    status,
    ...(status === 'merged' ? { merged_into_id: record.merged_into } : {}),
  };
}

/** A deletion is pending for a while, and over then. */
function statusOf({ state, updated_at: since }: ContactRecord, workspace: Workspace): string {
  if (state !== 'deleted') return state;
  const { pendingDeletionMs } = contactSwitchesOf(workspace);
  return workspace.nowMs() - since * 1000 < pendingDeletionMs ? 'pending_deletion' : 'permanently_deleted';
}

/** Only leading digits count: `1.5` is 1, and what has none is refused (intercom 14). */
function readPerPage(text: string | null): number {
  if (text === null) return PER_PAGE;
  const count = leadingNumber(text) ?? 0;
  if (count >= 1) return Math.min(count, MAX_PER_PAGE);
  throw new ApiError({
    status: 400,
    code: 'invalid_per_page',
    message: 'per_page must be a number from 1 to 150',
  });
}

function leadingNumber(text: string | null): number | undefined {
  const digits = /^\d{1,9}/.exec(text ?? '')?.[0];
  return digits === undefined ? undefined : Number(digits);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
