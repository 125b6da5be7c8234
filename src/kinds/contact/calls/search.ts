import type { IntercomReader, Page } from '../../../types/intercom.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../types/json.ts';
import { KeyIndex } from '../../../types/key-index.ts';
import { type GetCall, MalformedAnswer, type PageCall } from '../../../types/wire-call.ts';
import type { WireContact } from '../../people/wire-contact.ts';
import { nextCursor } from '../../wire/next-page.ts';
import { contactOf } from './contact-row.ts';

/** The most that Intercom allows (intercom 4.6.1). */
export const CONTACTS_PER_PAGE = 150;

export const SEARCH_PATH = '/contacts/search';

/** Whether as many distinct rows came as Intercom said there are (law 10); `total` is Infinity where it did not say. */
interface Completeness {
  readonly complete: boolean;
  readonly came: number;
  readonly total: number;
}

interface SearchOptions {
  readonly mergeHistory?: boolean | undefined;
  readonly rowsPerPage?: number;
}

/** All pages of one search, oldest contact first, as they come. */
export function searchPages(
  reader: IntercomReader,
  query: JsonObject,
  { mergeHistory = false, rowsPerPage = CONTACTS_PER_PAGE }: SearchOptions = {},
): AsyncIterable<Page<WireContact>> {
  const path = mergeHistory ? `${SEARCH_PATH}?include_merge_history=true` : SEARCH_PATH;
  return reader.pages((cursor) => searchPage(path, bodyOf(query, { cursor, rowsPerPage })));
}

/** The rows of all pages of one search, oldest contact first. */
export async function* contactPages(
  reader: IntercomReader,
  query: JsonObject,
  options: SearchOptions = {},
): AsyncGenerator<readonly WireContact[], Completeness> {
  const ids = new KeyIndex();
  let total = 0;
  for await (const page of searchPages(reader, query, options)) {
    for (const row of page.rows) ids.add(row.id);
    if (page.rows.length > 0) yield page.rows;
    total = Math.max(total, page.total ?? Number.POSITIVE_INFINITY);
  }
  return { complete: ids.size >= total, came: ids.size, total };
}

/** A page with only the newest contact that a filter matches. */
export function newestContact(query: JsonObject): PageCall<WireContact> {
  const sort = { field: 'created_at', order: 'descending' };
  return searchPage(SEARCH_PATH, { query, sort, pagination: { per_page: 1 } });
}

/** How many contacts a filter matches. */
export function contactCount(query: JsonObject): GetCall<number> {
  return { path: SEARCH_PATH, body: { query, pagination: { per_page: 1 } }, read: totalOf };
}

function searchPage(path: string, body: JsonObject): PageCall<WireContact> {
  return { path, body, names: ['data'], row: contactOf, next: nextCursor };
}

/** A search body. The cursor is in the body, because one in the query string is ignored (intercom 4.6.1, 8.21). */
function bodyOf(
  query: JsonObject,
  { cursor, rowsPerPage }: { readonly cursor: string | undefined; readonly rowsPerPage: number },
): JsonObject {
  const pagination = { per_page: rowsPerPage, ...(cursor === undefined ? {} : { starting_after: cursor }) };
  // created_at never changes and new rows land at the end: no row is missed between pages (intercom 7).
  return { query, sort: { field: 'created_at', order: 'ascending' }, pagination };
}

function totalOf(answer: Json): number {
  const total = isJsonObject(answer) ? answer['total_count'] : undefined;
  if (typeof total !== 'number') throw new MalformedAnswer('a search has no total_count');
  return total;
}
