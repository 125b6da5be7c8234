import type { JsonObject } from '../../src/types/json.ts';

const READING_POSTS = new Set(['/companies/list', '/contacts/merge/preview']);

/** A fetch that records writes as lines, and can leave contacts out of search answers without lowering their count. */
export function recordingFetch(
  fetch: typeof globalThis.fetch,
  droppedRows: readonly string[],
): { readonly fetch: typeof globalThis.fetch; readonly writes: readonly string[] } {
  const writes: string[] = [];
  const recorded: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const isSearch = pathname === '/contacts/search';
    // The list of companies is read by a POST (intercom 5.2), and so is the preview of a merge (intercom 15.1).
    const isRead = request.method === 'GET' || isSearch || READING_POSTS.has(pathname);
    if (!isRead) {
      const body = await request.clone().text();
      writes.push([request.method, pathname + search, ...(body === '' ? [] : [body])].join(' '));
    }
    const answer = await fetch(request);
    return isSearch && droppedRows.length > 0 ? withoutRows(answer, droppedRows) : answer;
  };
  return { fetch: recorded, writes };
}

async function withoutRows(answer: Response, ids: readonly string[]): Promise<Response> {
  const body = (await answer.json()) as JsonObject & { readonly data?: readonly { readonly id: string }[] };
  const data = body.data?.filter((row) => !ids.includes(row.id));
  return new Response(JSON.stringify({ ...body, data }), { status: answer.status, headers: answer.headers });
}
