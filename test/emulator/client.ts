import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/emulator/index.ts';

/** 25 January 2021, 01:26:16 UTC: the day of the recorded session (intercom 11.8). */
const START_MS = Date.UTC(2021, 0, 25, 1, 26, 16);
export const START = START_MS / 1000;

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed; `{}` where the body is empty. */
  readonly body: Body;
}

/** The parts of answers that tests read; other parts are compared as a whole. */
export interface Body {
  readonly [key: string]: unknown;
  readonly id: string;
  readonly data: readonly Body[];
  readonly tags: Body;
  readonly errors: readonly { readonly code: string; readonly message: string }[];
  readonly pages: { readonly next?: { readonly page: number; readonly starting_after: string } };
}

export interface Client {
  readonly emulator: Emulator;
  /** Sends one request in process; a token and version 2.16 are the default. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** Milliseconds of the emulator's clock. */
  readonly clock: { now: number };
}

/** An emulator whose clock stands still until a test moves it. */
export function startClient(options: EmulatorOptions = {}): Client {
  const clock = { now: START_MS };
  const emulator = createEmulator({ now: () => clock.now, rateLimit: 0, ...options });
  const send: Client['send'] = async (method, path, body, headers = {}) => {
    const response = await emulator.fetch(`https://api.intercom.io${path}`, {
      method,
      headers: { Authorization: 'Bearer ada-token', 'Intercom-Version': '2.16', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: JSON.parse(text === '' ? '{}' : text),
    };
  };
  return { emulator, send, clock };
}

/** The one error of an `error.list`. */
export function errorOf(reply: Reply): { code: string; message: string } {
  const [error] = reply.body.errors;
  if (error === undefined) throw new Error('the reply holds no error');
  return error;
}

/** Searches contacts and gives the ids found. */
export async function searchIds(client: Client, query: unknown, version = '2.16'): Promise<string[]> {
  const reply = await client.send('POST', '/contacts/search', { query }, { 'Intercom-Version': version });
  if (reply.status !== 200) throw new Error(`search answered ${reply.status} ${JSON.stringify(reply.body)}`);
  return reply.body.data.map((contact) => contact.id);
}
