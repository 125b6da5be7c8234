import type { WireContact } from '../types/intercom.ts';
import type { JsonObject } from '../types/json.ts';
import { KeyIndex } from '../types/key-index.ts';
import { createPageGuard, type PageGuard } from './page-guard.ts';
import { isObject } from './refusal.ts';
import type { Answer, Caller } from './transport.ts';
import { contactOf, rowsOf } from './wire.ts';

/** The most that Intercom gives (api.md 4.6.1). */
const ROWS_PER_PAGE = 150;

/** Whether as many distinct rows came as Intercom said there are (law 10); `total` is Infinity where it did not say. */
export interface Completeness {
  readonly complete: boolean;
  readonly came: number;
  readonly total: number;
}

/** All pages of one search, oldest contact first. */
export async function* contactPages(
  transport: Caller,
  path: string,
  query: JsonObject,
): AsyncGenerator<readonly WireContact[], Completeness> {
  const guard = createPageGuard();
  const ids = new KeyIndex();
  let total = 0;
  let cursor: string | undefined;
  do {
    const answer = await transport.call({
      method: 'POST',
      path,
      body: bodyOf(query, cursor),
      repeat: 'read',
    });
    const rows = rowsOf(answer, 'data').map((row) => contactOf(answer, row));
    for (const row of rows) ids.add(row.id);
    if (rows.length > 0) yield rows;
    total = Math.max(total, totalOf(answer));
    cursor = rows.length === 0 ? undefined : nextCursor(answer, guard, rows[0]?.id);
  } while (cursor !== undefined);
  return { complete: ids.size >= total, came: ids.size, total };
}

/** A search body: pagination goes in here, since a cursor in the query string is ignored (api.md 4.6.1, 8.21). */
function bodyOf(query: JsonObject, cursor: string | undefined): JsonObject {
  const pagination = { per_page: ROWS_PER_PAGE, ...(cursor === undefined ? {} : { starting_after: cursor }) };
  // created_at never changes and new rows land at the end: no row is missed between pages (api.md 7).
  return { query, sort: { field: 'created_at', order: 'ascending' }, pagination };
}

function totalOf(answer: Answer): number {
  const total = isObject(answer.body) ? answer.body['total_count'] : undefined;
  return typeof total === 'number' ? total : Number.POSITIVE_INFINITY;
}

/** `next` is absent or null on the last page (api.md 4.5). */
function nextCursor(answer: Answer, guard: PageGuard, firstId: string | undefined): string | undefined {
  const pages = isObject(answer.body) ? answer.body['pages'] : undefined;
  const next = isObject(pages) ? pages['next'] : undefined;
  const cursor = isObject(next) ? next['starting_after'] : undefined;
  guard(answer, { firstId, next: typeof cursor === 'string' ? cursor : undefined });
  return typeof cursor === 'string' && cursor !== '' ? cursor : undefined;
}
