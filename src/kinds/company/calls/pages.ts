import { IncompleteAnswer } from '../../../types/incomplete-answer.ts';
import { type IntercomReader, isIntercomFailure, type Page } from '../../../types/intercom.ts';
import type { PageCall } from '../../../types/wire-call.ts';
import { nextOf } from '../../wire/next-page.ts';
import type { CompanyRows, WireCompany } from '../wire.ts';
import { companyOf } from './company-row.ts';

/**
 * The page size to ask for. No source states the largest one; a server that gives fewer rows is followed as well (intercom
 * 5.2).
 */
export const ROWS_PER_PAGE = 60;
/** "at most 10,000 reachable" through the list (intercom 5.2). */
export const REACHABLE = 10_000;

const SCROLL = '/companies/scroll';

/**
 * All companies, unsorted: through the scroll, which includes those without users, or else through the list, which does not.
 * A scroll states no total, so one request to the list tells whether fewer came than there must be (law 10).
 *
 *   scroll                                  everything; one an app, a minute idle, not resumable (intercom 5.2)
 *   scroll taken, expired or interrupted    the list: with users only, 10,000 at most
 */
export async function readCompanies(reader: IntercomReader): Promise<CompanyRows> {
  const scrolled = await scroll(reader);
  if (scrolled === undefined) return { companies: await list(reader), everything: false };
  const { total } = await reader.page(listPage({ page: 1, perPage: 1, order: 'asc' }));
  if (total !== undefined && scrolled.size < total) throw incomplete(scrolled.size, total);
  return { companies: [...scrolled.values()], everything: true };
}

/** Undefined where the scroll cannot be used. A lost page cannot be read again, because the scroll has moved on. */
async function scroll(reader: IntercomReader): Promise<ReadonlyMap<string, WireCompany> | undefined> {
  const found = new Map<string, WireCompany>();
  let param: string | undefined;
  for (;;) {
    let read: Page<WireCompany>;
    try {
      read = await reader.page(scrollPage(param));
    } catch (error) {
      if (isPagingFailure(error)) return undefined;
      throw error;
    }
    if (param !== undefined && read.retried) return undefined;
    // It ends with an empty page (intercom 12.10).
    if (read.rows.length === 0) return found;
    for (const row of read.rows) found.set(row.id, row);
    if (read.next === undefined) return undefined;
    param = read.next;
  }
}

/** The next page of the scroll, empty at its end; without `param` it opens a new scroll. */
export function scrollPage(param: string | undefined): PageCall<WireCompany> {
  return {
    path: param === undefined ? SCROLL : `${SCROLL}?scroll_param=${encodeURIComponent(param)}`,
    names: ['data', 'companies'],
    row: companyOf,
    next: ({ scroll_param }) =>
      typeof scroll_param === 'string' && scroll_param !== '' ? scroll_param : undefined,
  };
}

/** True for an error of this scroll or list only; errors of the token or the network would hit any other way too. */
export function isPagingFailure(error: unknown): boolean {
  return (
    isIntercomFailure(error) &&
    error.status !== null &&
    error.status !== 401 &&
    error.status !== 403 &&
    error.status !== 429
  );
}

async function list(reader: IntercomReader): Promise<readonly WireCompany[]> {
  const found = new Map<string, WireCompany>();
  let total: number | undefined;
  const pages = reader.pages((page = '1') =>
    listPage({ page: Number(page), perPage: ROWS_PER_PAGE, order: 'asc' }),
  );
  for await (const page of pages) {
    for (const row of page.rows) found.set(row.id, row);
    ({ total } = page);
  }
  const expected = total ?? Number.POSITIVE_INFINITY;
  if (found.size < expected || expected > REACHABLE) throw incomplete(found.size, expected);
  return [...found.values()];
}

/** One page of the list, sorted by when the company's users were last seen. Its total counts all companies with users. */
export function listPage({
  page,
  perPage,
  order,
}: {
  readonly page: number;
  readonly perPage: number;
  readonly order: 'asc' | 'desc';
}): PageCall<WireCompany> {
  return {
    path: `/companies/list?page=${page}&per_page=${perPage}&order=${order}`,
    body: {},
    names: ['data', 'companies'],
    row: companyOf,
    next: (answer) => (nextOf(answer) === undefined ? undefined : String(page + 1)),
  };
}

function incomplete(came: number, total: number): IncompleteAnswer {
  return new IncompleteAnswer(`GET ${SCROLL}`, { came, total, what: 'companies' });
}
