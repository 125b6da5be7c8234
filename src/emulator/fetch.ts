import { setTimeout as wait } from 'node:timers/promises';
import type { EmulatorRequest, EmulatorResponse } from './message.ts';

/**
 * A `fetch` that is answered in process, whatever the host. It honours method, headers, body and AbortSignal, and rejects like
 * Node's own: a TypeError "fetch failed" with the socket error as its cause.
 */
export function createFetch(handle: (request: EmulatorRequest) => EmulatorResponse): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { signal } = request;
    signal.throwIfAborted();
    const body = await request.text();
    signal.throwIfAborted();
    const answer = handle({
      method: request.method,
      url: request.url,
      headers: Object.fromEntries(request.headers),
      body,
    });
    if (answer.delayMs > 0) await pause(answer.delayMs, signal);
    if (answer.dropped !== undefined) throw connectionError(answer.dropped);
    const response = responseOf(answer);
    Object.defineProperty(response, 'url', { value: request.url });
    return response;
  };
}

/** As it is sent over HTTP: to a 204 belongs no body, whatever a fault puts there. */
export function responseOf({ body, status, headers }: EmulatorResponse): Response {
  return new Response(status === 204 ? null : body, { status, headers });
}

/** Waits, or rejects with the signal's own reason when that comes first. */
async function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(delayMs, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/** What Node's fetch rejects with. */
export function connectionError(dropped: 'reset' | 'lost'): TypeError {
  const cause =
    dropped === 'reset'
      ? Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', errno: -104, syscall: 'read' })
      : Object.assign(new Error('other side closed'), { name: 'SocketError', code: 'UND_ERR_SOCKET' });
  return new TypeError('fetch failed', { cause });
}
