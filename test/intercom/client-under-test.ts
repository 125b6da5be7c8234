import { createClient, createReader } from '../../src/intercom/client.ts';
import type { ClientOptions } from '../../src/intercom/options.ts';
import { kindReader } from '../../src/kinds/kind-reader.ts';
import type { Json } from '../../src/types/json.ts';
import { FakeClock } from './fake-clock.ts';

export const CANARY = 'dG9rOmNhbmFyeS1Uwj+/ZQ==';
export const BASE = 'https://api.intercom.io';
/** 12 November 2026; the second is divisible by ten. */
export const START = 1_794_441_600_000;

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json | undefined;
  readonly at: number;
}

export type Respond = (sent: Sent, count: number) => Response | Promise<Response>;

/** A client over a fake fetch and a fake clock, and a record of what was sent. */
export function clientOver(respond: Respond, options: Partial<ClientOptions> = {}) {
  const clock = new FakeClock(START);
  const sent: Sent[] = [];
  const fakeFetch: typeof fetch = async (input, init) => {
    const { pathname, search } = new URL(String(input));
    const request: Sent = {
      method: init?.method ?? 'GET',
      path: pathname + search,
      headers: Object.fromEntries(new Headers(init?.headers)),
      body: typeof init?.body === 'string' ? JSON.parse(init.body) : undefined,
      at: clock.now(),
    };
    sent.push(request);
    return respond(request, sent.length);
  };
  const all: ClientOptions = {
    baseUrl: BASE,
    token: CANARY,
    version: '2.16',
    tool: '0.1.0',
    fetch: fakeFetch,
    now: clock.now,
    sleep: clock.sleep,
    random: () => 0.5,
    ...options,
  };
  return { client: createClient(all), reader: kindReader(createReader(all)), clock, sent };
}

export function json(body: Json, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

export function refusal(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Response {
  return json({ type: 'error.list', request_id: 'req-ada', errors: [{ code, message }] }, status, headers);
}

/** The error that a promise rejects with; fails when it does not. */
export async function rejection(work: Promise<unknown>): Promise<Error> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error(`rejected with ${String(error)}`);
  }
  throw new Error('it did not reject');
}

/** A contact that is shorter than Intercom's answers ever are. */
export function contact(id: string, more: Record<string, Json> = {}): Record<string, Json> {
  return { type: 'contact', id, role: 'user', email: `${id}@acme.test`, created_at: 1_700_000_000, ...more };
}
