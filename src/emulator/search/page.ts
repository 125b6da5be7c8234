import type { JsonObject } from '../../types/json.ts';
import type { ContactRecord } from '../resources/contacts/record.ts';
import { type Cursor, writeCursor } from './cursor.ts';
import { firstAfter, type Order } from './order.ts';
import type { SortedEntry } from './search-index.ts';

/** Largest page of list and search; more is clamped (api.md 4.5, A31). */
const MAX_PER_PAGE = 150;

export interface PageRequest {
  readonly perPage: number;
  readonly cursor: Cursor | undefined;
  /** Number of the page where there is no cursor: the `page` parameter of older versions (api.md 4.5). */
  readonly page: number;
}

export interface Page {
  readonly records: readonly ContactRecord[];
  readonly total: number;
  /** The `pages` object: no `next` on the last page of contacts (api.md 4.5). */
  readonly pages: JsonObject;
}

/** Cuts one page out of a sorted result. */
export function cutPage(entries: readonly SortedEntry[], order: Order, request: PageRequest): Page {
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

/** A page size: at least 1, at most 150; anything that is no positive whole number is the default. */
export function readPerPage(value: unknown, defaultSize: number): number {
  return Math.min(readCount(value) ?? defaultSize, MAX_PER_PAGE);
}

/** A positive whole number, also as text; undefined for anything else. */
export function readCount(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number > 0 ? number : undefined;
}

/** The cursor of lists that page by number, as those of companies do. */
export function pageCursor(page: number): string {
  return Buffer.from(JSON.stringify({ page })).toString('base64');
}

/** Number of the page that a pageCursor, else a `page` parameter, asks for. */
export function readPage(cursor: unknown, page: unknown): number {
  const text = typeof cursor === 'string' ? Buffer.from(cursor, 'base64').toString('utf8') : '';
  return readCount(/^\{"page":(\d+)\}$/.exec(text)?.[1]) ?? readCount(page) ?? 1;
}
