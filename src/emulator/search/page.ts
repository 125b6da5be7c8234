import type { JsonObject } from '../../types/json.ts';
import { type Cursor, writeCursor } from './cursor.ts';
import { firstAfter, type Order } from './order.ts';
import type { SortedEntry } from './search-index.ts';

export interface PageRequest {
  readonly perPage: number;
  readonly cursor: Cursor | undefined;
  /** Number of the page where there is no cursor: the `page` parameter of older versions (intercom 4.5). */
  readonly page: number;
}

export interface SearchPage<R> {
  readonly records: readonly R[];
  readonly total: number;
  /** The `pages` object: no `next` on the last page (intercom 4.5). */
  readonly pages: JsonObject;
}

/** Cuts one page out of a sorted result. */
export function cutPage<R>(
  entries: readonly SortedEntry<R>[],
  order: Order<R>,
  request: PageRequest,
): SearchPage<R> {
  const { perPage, cursor } = request;
  const page = cursor?.page ?? request.page;
  const start = cursor === undefined ? (page - 1) * perPage : firstAfter(entries, cursor, order);
  const slice = entries.slice(start, start + perPage);
  const last = slice.at(-1);
  const next =
    last !== undefined && start + perPage < entries.length
      ? {
          next: {
            page: page + 1,
            starting_after: writeCursor({ value: last.value, id: last.id, page: page + 1 }),
          },
        }
      : {};
  return {
    records: slice.map((entry) => entry.record),
    total: entries.length,
    pages: {
      type: 'pages',
      ...next,
      page,
      per_page: perPage,
      total_pages: Math.ceil(entries.length / perPage),
    },
  };
}
