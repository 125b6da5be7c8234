import { loadDescription } from './description.ts';
import { type Exchange, recordingFetch } from './recording-fetch.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed; undefined when the answer was empty. Untyped like JSON.parse: the cases say what they expect in it. */
  readonly body: ReturnType<typeof JSON.parse>;
}

/** A client that speaks Intercom 2.16 by hand and checks every exchange against the description. */
export interface Session {
  /** Sends a request that fits the description; it may still be refused because of what it refers to. */
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Sends a request that violates the description, to see the answer. */
  malformed(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  readonly exchanges: readonly Exchange[];
  /** Violations of all answers and of the requests that were sent by `call`. */
  violations(): string[];
}

export function openSession(fetch: typeof globalThis.fetch): Session {
  const recorder = recordingFetch(fetch);
  const meantWrong = new Set<Exchange>();

  async function send(
    method: string,
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    const response = await recorder.fetch(`https://api.intercom.io${path}`, {
      method,
      headers: {
        authorization: 'Bearer contract',
        accept: 'application/json',
        'intercom-version': '2.16',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
  }

  return {
    exchanges: recorder.exchanges,
    call: (method, path, body) => send(method, path, body, {}),
    async malformed(method, path, body, headers = {}) {
      const answer = await send(method, path, body, headers);
      const exchange = recorder.exchanges.at(-1);
      if (exchange === undefined || exchange.requestViolations.length === 0) {
        throw new Error(`the description has nothing against ${method} ${path} ${JSON.stringify(body)}`);
      }
      meantWrong.add(exchange);
      return answer;
    },
    violations() {
      if (recorder.exchanges.length === 0) return recorder.violations();
      return recorder.exchanges.flatMap((exchange) => [
        ...(meantWrong.has(exchange) ? [] : exchange.requestViolations),
        ...exchange.responseViolations,
      ]);
    },
  };
}

/** The documented calls that were made, each with how it was answered: `POST /tags 2xx`. */
export function driven(exchanges: readonly Exchange[]): Set<string> {
  const made = new Set<string>();
  for (const { method, url, status } of exchanges) {
    const operation = loadDescription().operation(method, new URL(url).pathname);
    if (operation !== undefined && status !== null)
      made.add(`${operation.name} ${Math.floor(status / 100)}xx`);
  }
  return made;
}
