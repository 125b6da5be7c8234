import type { CompanyRows, WireCompany } from '../types/intercom.ts';
import type { JsonObject } from '../types/json.ts';
import { IntercomError } from './error.ts';
import { createPageGuard } from './page-guard.ts';
import { isObject } from './refusal.ts';
import type { Answer, Caller } from './transport.ts';
import { companyOf, rowsOf } from './wire.ts';

/** No source states the largest page of the company list; a server that gives fewer is followed all the same (api.md 5.2). */
const ROWS_PER_PAGE = 60;
/** "at most 10,000 reachable" by the list (api.md 5.2). */
const REACHABLE = 10_000;

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
  const { total } = await listPage(transport, 1, 1);
  if (total !== undefined && scrolled.size < total) throw incomplete(scrolled.size, total);
  return { companies: [...scrolled.values()], everything: true };
}

/** Undefined where the scroll cannot be used. A page that was lost is gone: the scroll has moved on. */
async function scroll(transport: Caller): Promise<ReadonlyMap<string, WireCompany> | undefined> {
  const found = new Map<string, WireCompany>();
  let param: string | undefined;
  for (;;) {
    const retriedBefore = transport.counts().retried;
    let answer: Answer;
    try {
      const query = param === undefined ? '' : `?scroll_param=${encodeURIComponent(param)}`;
      answer = await transport.call({ method: 'GET', path: `/companies/scroll${query}`, repeat: 'read' });
    } catch (error) {
      if (isUnusable(error)) return undefined;
      throw error;
    }
    if (param !== undefined && transport.counts().retried > retriedBefore) return undefined;
    const rows = rowsOf(answer, 'data', 'companies').map((row) => companyOf(answer, row));
    // It ends with an empty page (api.md 12.10).
    if (rows.length === 0) return found;
    for (const row of rows) found.set(row.id, row);
    const next = isObject(answer.body) ? answer.body['scroll_param'] : undefined;
    if (typeof next !== 'string' || next === '') return undefined;
    param = next;
  }
}

/** What says that this scroll goes no further; a token or a network that fails would fail for the list as well. */
function isUnusable(error: unknown): boolean {
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
    const { answer, rows, total, more } = await listPage(transport, page, ROWS_PER_PAGE);
    guard(answer, { firstId: rows[0]?.id, next: more ? String(page + 1) : undefined });
    for (const row of rows) found.set(row.id, row);
    if (more && rows.length > 0) continue;
    const expected = total ?? Number.POSITIVE_INFINITY;
    if (found.size < expected || expected > REACHABLE) throw incomplete(found.size, expected);
    return [...found.values()];
  }
}

async function listPage(transport: Caller, page: number, perPage: number) {
  const answer = await transport.call({
    method: 'POST',
    path: `/companies/list?page=${page}&per_page=${perPage}&order=asc`,
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
    messages: [`${came} of ${Number.isFinite(total) ? total : 'an unknown number of'} companies came`],
    method: 'GET',
    path: '/companies/scroll',
  });
}
