import type { Found, IntercomReader } from '../types/intercom.ts';
import type { JsonObject } from '../types/json.ts';
import type { GetCall } from '../types/wire-call.ts';
import { IntercomError } from './error.ts';
import { type ClientOptions, DEFAULT_MAX_IN_FLIGHT } from './options.ts';
import { readAll, readPage, readPages } from './pages.ts';
import { NOT_JSON } from './refusal.ts';
import { rowsOf, understood } from './rows.ts';
import type { Answer, Caller } from './transport.ts';

/** A request that only reads: a GET, or a POST where it has a body. */
interface Asked {
  readonly path: string;
  readonly body?: JsonObject;
  readonly version?: string | undefined;
}

/** The reading half of a client. */
export function readsOf(
  transport: Caller,
  { maxInFlight: width = DEFAULT_MAX_IN_FLIGHT, onQueued }: Pick<ClientOptions, 'maxInFlight' | 'onQueued'>,
): IntercomReader {
  async function ask({ path, body, version }: Asked): Promise<Answer> {
    if (body === undefined) return transport.call({ method: 'GET', path, version, repeat: 'read' });
    if (!onlyReads(path)) throw notReading(path);
    return transport.call({ method: 'POST', path, body, version, repeat: 'read' });
  }

  async function get<T>(call: GetCall<T>): Promise<T> {
    const answer = await ask(call);
    return understood(answer, () => call.read(answer.body));
  }

  async function find<T>(call: GetCall<T>): Promise<Found<T>> {
    try {
      return { state: 'live', value: await get(call) };
    } catch (failure) {
      if (!(failure instanceof IntercomError)) throw failure;
      // A 404 that is not JSON comes from elsewhere and says nothing about the object.
      if (failure.status === 404 && failure.code !== NOT_JSON) return { state: 'gone', failure };
      if (failure.status === 410) return { state: 'moved', to: failure.canonical, failure };
      throw failure;
    }
  }

  return {
    get,
    find,
    async list(list) {
      return typeof list === 'function' ? readAll(ask, list) : rowsOf(await ask(list), list);
    },
    async page(call) {
      const { rows, total, next, retried } = await readPage(ask, call);
      return { rows, total, next, retried };
    },
    pages: (list) => readPages(ask, list),
    each(items, work) {
      onQueued?.(items.length);
      return sideBySide(items, width, (item) => {
        // From here on its requests count themselves.
        onQueued?.(-1);
        return work(item);
      });
    },
  };
}

/** The POSTs that only read, by the last segment of their paths (intercom 4.6, 5.2, 15.1): a reader sends no other (law 2). */
function onlyReads(path: string): boolean {
  return /\/(?:search|list|merge\/preview)$/.test(path.split(/[?#]/, 1)[0] ?? '');
}

function notReading(path: string): IntercomError {
  return new IntercomError({
    family: 'rejected',
    code: 'not-reading',
    messages: ['a POST that may write is not sent by what only reads'],
    method: 'POST',
    path,
  });
}

/** Runs the work for all items, at most `width` at a time, and starts no more after a failure. */
async function sideBySide<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  let failed = false;
  const worker = async () => {
    for (const item of rest) {
      if (failed) return;
      await work(item).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
}
