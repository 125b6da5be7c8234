import { IncompleteAnswer } from '../../../types/incomplete-answer.ts';
import type { IntercomReader } from '../../../types/intercom.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../types/json.ts';
import { KeyIndex } from '../../../types/key-index.ts';
import { type GetCall, MalformedAnswer } from '../../../types/wire-call.ts';
import type { WireContact } from '../../people/wire-contact.ts';
import { nextCursor } from '../../wire/next-page.ts';
import { contactOf } from './contact-row.ts';

/** The most that Intercom allows (intercom 4.6.1). */
const ROWS_PER_PAGE = 150;

const PATH = '/contacts/search';

/** Whether as many distinct rows came as Intercom said there are (law 10); `total` is Infinity where it did not say. */
interface Completeness {
  readonly complete: boolean;
  readonly came: number;
  readonly total: number;
}

/** All pages of one search, oldest contact first. */
export async function* contactPages(
  reader: IntercomReader,
  query: JsonObject,
  { mergeHistory = false }: { readonly mergeHistory?: boolean | undefined } = {},
): AsyncGenerator<readonly WireContact[], Completeness> {
  const path = mergeHistory ? `${PATH}?include_merge_history=true` : PATH;
  const ids = new KeyIndex();
  let total = 0;
  const pages = reader.pages((cursor) => ({
    path,
    body: bodyOf(query, cursor),
    names: ['data'],
    row: contactOf,
    next: nextCursor,
  }));
  for await (const page of pages) {
    for (const row of page.rows) ids.add(row.id);
    if (page.rows.length > 0) yield page.rows;
    total = Math.max(total, page.total ?? Number.POSITIVE_INFINITY);
  }
  return { complete: ids.size >= total, came: ids.size, total };
}

/** All pages of one search; rejects at the end if fewer contacts came than Intercom said there are. */
export async function* scanContacts(
  reader: IntercomReader,
  query: JsonObject,
): AsyncGenerator<readonly WireContact[]> {
  const { complete, came, total } = yield* contactPages(reader, query);
  if (!complete) throw new IncompleteAnswer(`POST ${PATH}`, { came, total, what: 'contacts' });
}

/** How many contacts a filter matches. */
export function contactCount(query: JsonObject): GetCall<number> {
  return { path: PATH, body: { query, pagination: { per_page: 1 } }, read: totalOf };
}

/** A search body. The cursor is in the body, because one in the query string is ignored (intercom 4.6.1, 8.21). */
function bodyOf(query: JsonObject, cursor: string | undefined): JsonObject {
  const pagination = { per_page: ROWS_PER_PAGE, ...(cursor === undefined ? {} : { starting_after: cursor }) };
  // created_at never changes and new rows land at the end: no row is missed between pages (intercom 7).
  return { query, sort: { field: 'created_at', order: 'ascending' }, pagination };
}

function totalOf(answer: Json): number {
  const total = isJsonObject(answer) ? answer['total_count'] : undefined;
  if (typeof total !== 'number') throw new MalformedAnswer('a search has no total_count');
  return total;
}
