import { IncompleteAnswer } from '../../../types/incomplete-answer.ts';
import { type IntercomReader, isIntercomFailure, type Page } from '../../../types/intercom.ts';
import type { PageCall } from '../../../types/wire-call.ts';
import { nextOf } from '../../wire/next-page.ts';
import type { CompanyRows, WireCompany } from '../wire.ts';
import { companyOf } from './company-row.ts';

/** No source states the largest page of the company list; a server that gives fewer is followed all the same (intercom 5.2). */
export const ROWS_PER_PAGE = 60;
/** "at most 10,000 reachable" by the list (intercom 5.2). */
export const REACHABLE = 10_000;

const SCROLL = '/companies/scroll';

/**
 * All companies, sorted by nothing: through the scroll, which shows those without users too, else through the list, which
 * does not. A scroll says no total, so one request to the list tells whether fewer came than there must be (law 10).
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

/** Undefined where the scroll cannot be used. A page that was lost is gone: the scroll has moved on. */
async function scroll(reader: IntercomReader): Promise<ReadonlyMap<string, WireCompany> | undefined> {
  const found = new Map<string, WireCompany>();
  let param: string | undefined;
  for (;;) {
    let read: Page<WireCompany>;
    try {
      read = await reader.page(scrollPage(param));
    } catch (error) {
      if (isUnusable(error)) return undefined;
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

/** The next page of the scroll, empty at its end; without `param` a new one is opened. */
export function scrollPage(param: string | undefined): PageCall<WireCompany> {
  return {
    path: param === undefined ? SCROLL : `${SCROLL}?scroll_param=${encodeURIComponent(param)}`,
    names: ['data', 'companies'],
    row: companyOf,
    next: ({ scroll_param }) =>
      typeof scroll_param === 'string' && scroll_param !== '' ? scroll_param : undefined,
  };
}

/** What says that this scroll or list goes no further; a token or a network that fails would fail for any other way as well. */
export function isUnusable(error: unknown): boolean {
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

/** One page of the list, by when its users were last seen. Its total is of all companies with users. */
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
