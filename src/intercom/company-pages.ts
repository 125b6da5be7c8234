import type { CompanyRows, WireCompany } from '../types/intercom.ts';
import type { JsonObject } from '../types/json.ts';
import { IntercomError } from './error.ts';
import { createPageGuard } from './page-guard.ts';
import { isObject } from './refusal.ts';
import type { Caller } from './transport.ts';
import { companyOf, rowsOf } from './wire.ts';

/** No source states the largest page of the company list; a server that gives fewer is followed all the same (api.md 5.2). */
export const ROWS_PER_PAGE = 60;
/** "at most 10,000 reachable" by the list (api.md 5.2). */
export const REACHABLE = 10_000;

/**
 * All companies, sorted by nothing: through the scroll, which shows those without users too, else through the list, which
 * does not. A scroll says no total, so one request to the list tells whether fewer came than there must be (law 10).
 *
 *   scroll                                  everything; one an app, a minute idle, not resumable (api.md 5.2)
 *   scroll taken, expired or interrupted    the list: with users only, 10,000 at most
 */
export async function readCompanies(transport: Caller): Promise<CompanyRows> {
  const scrolled = await scroll(transport);
  if (scrolled === undefined) return { companies: await list(transport), everything: false };
  const { total } = await listPage(transport, { page: 1, perPage: 1, order: 'asc' });
  if (total !== undefined && scrolled.size < total) throw incomplete(scrolled.size, total);
  return { companies: [...scrolled.values()], everything: true };
}

/** Undefined where the scroll cannot be used. A page that was lost is gone: the scroll has moved on. */
async function scroll(transport: Caller): Promise<ReadonlyMap<string, WireCompany> | undefined> {
  const found = new Map<string, WireCompany>();
  let param: string | undefined;
  for (;;) {
    const retriedBefore = transport.counts().retried;
    let read: ScrollPage;
    try {
      read = await scrollPage(transport, param);
    } catch (error) {
      if (isUnusable(error)) return undefined;
      throw error;
    }
    if (param !== undefined && transport.counts().retried > retriedBefore) return undefined;
    // It ends with an empty page (api.md 12.10).
    if (read.rows.length === 0) return found;
    for (const row of read.rows) found.set(row.id, row);
    if (read.next === undefined) return undefined;
    param = read.next;
  }
}

interface ScrollPage {
  /** Empty at the end. */
  readonly rows: readonly WireCompany[];
  /** What leads to the next page. */
  readonly next: string | undefined;
}

/** The next page of the scroll; without `param` a new one is opened. */
export async function scrollPage(transport: Caller, param: string | undefined): Promise<ScrollPage> {
  const query = param === undefined ? '' : `?scroll_param=${encodeURIComponent(param)}`;
  const answer = await transport.call({ method: 'GET', path: `/companies/scroll${query}`, repeat: 'read' });
  const rows = rowsOf(answer, 'data', 'companies').map((row) => companyOf(answer, row));
  const next = isObject(answer.body) ? answer.body['scroll_param'] : undefined;
  return { rows, next: typeof next === 'string' && next !== '' ? next : undefined };
}

/** What says that this scroll or list goes no further; a token or a network that fails would fail for any other way as well. */
export function isUnusable(error: unknown): boolean {
  return (
    error instanceof IntercomError &&
    error.status !== null &&
    error.status !== 401 &&
    error.status !== 403 &&
    error.status !== 429
  );
}

async function list(transport: Caller): Promise<readonly WireCompany[]> {
  const found = new Map<string, WireCompany>();
  const guard = createPageGuard();
  for (let page = 1; ; page++) {
    const asked = { page, perPage: ROWS_PER_PAGE, order: 'asc' } as const;
    const { answer, rows, total, more } = await listPage(transport, asked);
    guard(answer, { firstId: rows[0]?.id, next: more ? String(page + 1) : undefined });
    for (const row of rows) found.set(row.id, row);
    if (more && rows.length > 0) continue;
    const expected = total ?? Number.POSITIVE_INFINITY;
    if (found.size < expected || expected > REACHABLE) throw incomplete(found.size, expected);
    return [...found.values()];
  }
}

/** One page of the list, by when its users were last seen. `total` is of all companies with users. */
export async function listPage(
  transport: Caller,
  {
    page,
    perPage,
    order,
  }: { readonly page: number; readonly perPage: number; readonly order: 'asc' | 'desc' },
) {
  const answer = await transport.call({
    method: 'POST',
    path: `/companies/list?page=${page}&per_page=${perPage}&order=${order}`,
    body: {},
    repeat: 'read',
  });
  const rows = rowsOf(answer, 'data', 'companies').map((row) => companyOf(answer, row));
  const body: JsonObject = isObject(answer.body) ? answer.body : {};
  const pages = isObject(body['pages']) ? body['pages'] : {};
  const total = typeof body['total_count'] === 'number' ? body['total_count'] : undefined;
  // `next` is null on the last page, an object or a URL before (api.md 4.5, 12.6).
  return { answer, rows, total, more: pages['next'] !== null && pages['next'] !== undefined };
}

function incomplete(came: number, total: number): IntercomError {
  return new IntercomError({
    family: 'incomplete',
    messages: [`${came} of ${Number.isFinite(total) ? total : 'an unknown number of'} companies arrived`],
    method: 'GET',
    path: '/companies/scroll',
  });
}
