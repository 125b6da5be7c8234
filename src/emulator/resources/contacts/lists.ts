import type { Json } from '../../../types/json.ts';
import { readCount, readPerPage } from '../../paging.ts';
import type { Call, Route } from '../../router.ts';
import { type Cursor, readCursor } from '../../search/cursor.ts';
import { type Order, readOrder, sortEntries } from '../../search/order.ts';
import { cutPage, type PageRequest } from '../../search/page.ts';
import { compileQuery, runQuery } from '../../search/query.ts';
import type { SortedEntry } from '../../search/search-index.ts';
import { appOf } from '../app/store.ts';
import { searchIndexOf } from './indexing.ts';
import type { ContactRecord } from './record.ts';
import { wantsHistory } from './routes.ts';
import { contactFields } from './search-fields.ts';
import { showContact } from './show.ts';
import { contactSwitchesOf } from './switches.ts';

/** intercom 9.30: the default page of `GET /contacts`. */
const LIST_PER_PAGE = 10;
/** Default of `pagination.per_page` (intercom 4.6.1). */
const SEARCH_PER_PAGE = 50;

export const contactListRoutes: readonly Route[] = [
  { method: 'GET', path: '/contacts', answer: listContacts },
  { method: 'POST', path: '/contacts/search', reads: true, answer: searchContacts },
];

/** Everything in the index, by last_request_at descending, then id (intercom 9.35). */
function listContacts(call: Call): Json {
  const { workspace, query } = call;
  const index = searchIndexOf(workspace);
  index.settle(workspace.nowMs());
  const request: PageRequest = {
    perPage: readPerPage(query.get('per_page'), LIST_PER_PAGE, contactSwitchesOf(workspace).perPageLimit),
    cursor: optionalCursor(query.get('starting_after')),
    page: readCount(query.get('page')) ?? 1,
  };
  const order = readOrder(undefined, contactFields(workspace, call.version));
  const entries = index.result('list', () => sortEntries([...index.all()], order));
  return answerPage(entries, order, request, call);
}

/** Pagination is read from the body only: a cursor in the query string is ignored (intercom 4.6.1). */
function searchContacts(call: Call): Json {
  const { workspace, body, version } = call;
  const index = searchIndexOf(workspace);
  const pagination: unknown = body.pagination;
  const { inLimit, orInOr, orLimit, perPageLimit } = contactSwitchesOf(workspace);
  const perPage = readPerPage(member(pagination, 'per_page'), SEARCH_PER_PAGE, perPageLimit);
  const cursor = optionalCursor(member(pagination, 'starting_after'));
  const fieldOf = contactFields(workspace, version);
  const order = readOrder(body.sort, fieldOf);
  const { timezone } = appOf(workspace).record;
  const context = { fieldOf, version, timezone, inLimit, orInOr, orLimit, cost: index.cost };
  const query = compileQuery(body.query, context);
  index.settle(workspace.nowMs());
  const key = JSON.stringify([version, body.query ?? null, order.field.name, order.descending]);
  const entries = index.result(key, () => sortEntries(runQuery(query, index), order));
  return answerPage(entries, order, { perPage, cursor, page: 1 }, call);
}

function answerPage(
  entries: readonly SortedEntry<ContactRecord>[],
  order: Order<ContactRecord>,
  request: PageRequest,
  call: Call,
): Json {
  const { workspace, version } = call;
  const page = cutPage(entries, order, request);
  const view = { workspace, version, fromIndex: true, mergeHistory: wantsHistory(call) };
  return {
    type: 'list',
    data: page.records.map((record) => showContact(record, view)),
    total_count: page.total,
    pages: page.pages,
  };
}

function optionalCursor(text: unknown): Cursor | undefined {
  return text === undefined || text === null ? undefined : readCursor(text);
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
