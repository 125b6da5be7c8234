import type { JsonObject } from '../types/json.ts';

/** Largest page of list and search; more is clamped (intercom 4.5, 9.31). */
const MAX_PER_PAGE = 150;

/** A page size: at least 1, at most 150; anything that is no positive whole number is the default. */
export function readPerPage(value: unknown, defaultSize: number, most = MAX_PER_PAGE): number {
  return Math.min(readCount(value) ?? defaultSize, most);
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

/** One page of a list that pages by number; `next` is null on the last one (intercom 4.5). */
export function numberedPage<T>(
  all: readonly T[],
  { page, perPage }: { readonly page: number; readonly perPage: number },
): { readonly rows: readonly T[]; readonly pages: JsonObject } {
  const start = (page - 1) * perPage;
  const more = start + perPage < all.length;
  return {
    rows: all.slice(start, start + perPage),
    pages: {
      type: 'pages',
      next: more ? { page: page + 1, per_page: perPage, starting_after: pageCursor(page + 1) } : null,
      page,
      per_page: perPage,
      total_pages: Math.ceil(all.length / perPage),
    },
  };
}

/** One page of a list that goes by its last change, newest first; on the last page `next` is left out. */
export function pageOfUpdated<T extends { readonly id: string; readonly updated_at: number }>(
  all: readonly T[],
  query: URLSearchParams,
  defaultSize: number,
): { readonly rows: readonly T[]; readonly pages: JsonObject; readonly total: number } {
  const sorted = [...all].sort((a, b) => b.updated_at - a.updated_at || Number(b.id) - Number(a.id));
  const { rows, pages } = numberedPage(sorted, {
    perPage: readPerPage(query.get('per_page'), defaultSize),
    page: pageNumber(query.get('starting_after'), query.get('page')),
  });
  const { next, ...rest } = pages;
  return { rows, pages: next === null ? rest : pages, total: all.length };
}

/** Number of the page that a pageCursor, else a `page` parameter, asks for. */
export function pageNumber(cursor: unknown, page: unknown): number {
  const text = typeof cursor === 'string' ? Buffer.from(cursor, 'base64').toString('utf8') : '';
  return readCount(/^\{"page":(\d+)\}$/.exec(text)?.[1]) ?? readCount(page) ?? 1;
}
