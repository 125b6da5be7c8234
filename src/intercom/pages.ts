import type { Page } from '../types/intercom.ts';
import { isJsonObject } from '../types/json.ts';
import type { PageCall, PagedList } from '../types/wire-call.ts';
import { IntercomError } from './error.ts';
import { createPageGuard } from './page-guard.ts';
import { rowsOf, understood } from './rows.ts';
import type { Answer } from './transport.ts';

/** Sends a call that only reads. */
type Ask = (call: PageCall<unknown>) => Promise<Answer>;

/** One page with the answer that it came in. */
interface AnsweredPage<T> extends Page<T> {
  readonly answer: Answer;
}

export async function readPage<T>(ask: Ask, call: PageCall<T>): Promise<AnsweredPage<T>> {
  const answer = await ask(call);
  const rows = rowsOf(answer, call);
  const body = isJsonObject(answer.body) ? answer.body : {};
  const { total_count } = body;
  return {
    answer,
    rows,
    total: typeof total_count === 'number' ? total_count : undefined,
    next: understood(answer, () => call.next(body)),
    retried: answer.tries > 1,
  };
}

/** The pages of a list, until one is empty or leads to no other. */
export async function* readPages<T extends { readonly id: string }>(
  ask: Ask,
  list: PagedList<T>,
): AsyncGenerator<AnsweredPage<T>> {
  const guard = createPageGuard();
  let cursor: string | undefined;
  do {
    const page = await readPage(ask, list(cursor));
    yield page;
    const [first] = page.rows;
    cursor = first === undefined ? undefined : page.next;
    guard(page.answer, { firstId: first?.id, next: cursor });
  } while (cursor !== undefined);
}

/** The rows of all pages, each once. The last page that says it tells how many there must be (law 10). */
export async function readAll<T extends { readonly id: string }>(
  ask: Ask,
  list: PagedList<T>,
): Promise<readonly T[]> {
  const found = new Map<string, T>();
  let last: { readonly answer: Answer; readonly total: number } | undefined;
  for await (const { rows, answer, total } of readPages(ask, list)) {
    for (const row of rows) found.set(row.id, row);
    if (total !== undefined) last = { answer, total };
  }
  if (last !== undefined && found.size < last.total) throw incomplete(last.answer, found.size, last.total);
  return [...found.values()];
}

function incomplete(answer: Answer, came: number, said: number): IntercomError {
  return new IntercomError({
    family: 'incomplete',
    messages: [`${came} of ${said} rows arrived`],
    method: answer.method,
    path: answer.path,
    status: answer.status,
    requestId: answer.requestId,
  });
}
