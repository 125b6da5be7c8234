import type { Json } from '../types/json.ts';
import { IntercomError } from './error.ts';
import { createPageGuard } from './page-guard.ts';
import { isObject } from './refusal.ts';
import type { Answer, Caller } from './transport.ts';
import { rowsOf } from './wire.ts';

/**
 * All rows of a list below a contact (tags, companies), over all its pages. Rejects with family `incomplete` when fewer rows
 * came than Intercom said there are (law 10).
 */
export async function readList<T extends { readonly id: string }>(
  transport: Caller,
  list: {
    readonly path: string;
    /** The names under which the rows may stand (api.md 12.6). */
    readonly names: readonly string[];
    readonly row: (answer: Answer, row: Json) => T;
  },
): Promise<readonly T[]> {
  const guard = createPageGuard();
  const found = new Map<string, T>();
  let path: string | undefined = list.path;
  while (path !== undefined) {
    const answer: Answer = await transport.call({ method: 'GET', path, repeat: 'read' });
    const rows = rowsOf(answer, ...list.names).map((row) => list.row(answer, row));
    for (const row of rows) found.set(row.id, row);
    path = rows.length === 0 ? undefined : nextPath(answer, list.path);
    guard(answer, { firstId: rows[0]?.id, next: path });
    const total = isObject(answer.body) ? answer.body['total_count'] : undefined;
    if (path === undefined && typeof total === 'number' && found.size < total)
      throw incomplete(answer, found.size, total);
  }
  return [...found.values()];
}

/** `next` is a URL here and an object elsewhere (api.md 12.6); of a URL only the query is taken, so no other host is asked. */
function nextPath(answer: Answer, path: string): string | undefined {
  const pages = isObject(answer.body) ? answer.body['pages'] : undefined;
  const next = isObject(pages) ? pages['next'] : undefined;
  if (typeof next === 'string' && next.includes('?')) return path + next.slice(next.indexOf('?'));
  if (!isObject(next)) return undefined;
  const { starting_after, page } = next;
  if (typeof starting_after === 'string')
    return `${path}?starting_after=${encodeURIComponent(starting_after)}`;
  return typeof page === 'number' ? `${path}?page=${page}` : undefined;
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
