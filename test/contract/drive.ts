import { afterAll, afterEach, beforeEach, expect } from 'vitest';
import { createEmulator, type EmulatorSeed } from '../../src/emulator/index.ts';
import { DESCRIBED } from './described-resources.ts';
import { loadDescription, successesOf } from './description.ts';
import { type Answer, driven, openSession, type Session } from './session.ts';

/** An id that nothing has. */
export const NOBODY = '000000000000000000000000';

type Body = Answer['body'];

/** A fresh emulator for each case of the describe block, and calls whose outcome is asserted. */
export interface Drive {
  session(): Session;
  /** Milliseconds of the emulator's clock. */
  now(): number;
  /** Sends a described request, expects the success that the description promises, and returns the body. */
  ok(method: string, path: string, body?: unknown): Promise<Body>;
  /** Sends a described request and expects this refusal. */
  refused(status: number, code: string, method: string, path: string, body?: unknown): Promise<Answer>;
  /** Sends a request that violates the description and expects this refusal. */
  malformed(status: number, code: string, method: string, path: string, body?: unknown): Promise<Answer>;
  /** The user ada@acme.test with the external_id ada. */
  ada(): Promise<Body>;
  lead(email?: string): Promise<Body>;
  acme(): Promise<Body>;
  vip(): Promise<Body>;
}

/**
 * Drives the emulator in the cases of the describe block that calls it. After each case no answer and no described request
 * may have a violation; after all of them each of these endpoints must have been answered well and refused at least once.
 */
export function driveEmulator(endpoints: readonly string[], seed: EmulatorSeed = {}): Drive {
  const made = new Set<string>();
  let current: Session | undefined;
  let now = 0;

  beforeEach(() => {
    now = Date.parse('2026-11-22T09:00:00Z');
    current = openSession(createEmulator({ now: () => now, token: 'contract', seed }).fetch);
  });

  afterEach(() => {
    expect(session().violations()).toEqual([]);
    for (const call of driven(session().exchanges)) made.add(call);
  });

  afterAll(() => {
    const only = new Set([...DESCRIBED.values()].flatMap(({ onlyForTheToken = [] }) => onlyForTheToken));
    const wanted = endpoints.flatMap((endpoint) => {
      const [method = '', path = ''] = endpoint.split(' ');
      const name = loadDescription().operation(method, path)?.name;
      return only.has(endpoint) ? [`${name} 2xx`] : [`${name} 2xx`, `${name} 4xx`];
    });
    expect(wanted.filter((call) => !made.has(call))).toEqual([]);
  });

  function session(): Session {
    if (current === undefined) throw new Error('the emulator is driven within cases only');
    return current;
  }

  async function ok(method: string, path: string, body?: unknown): Promise<Body> {
    now += 1_000;
    const answer = await session().call(method, path, body);
    const operation = loadDescription().operation(method, new URL(path, 'https://api.intercom.io').pathname);
    const told = `${method} ${path} answered ${JSON.stringify(answer.body)}`;
    expect(operation && successesOf(operation), told).toContain(answer.status);
    return answer.body;
  }

  function expectRefusal(call: string, answer: Answer, status: number, code: string): Answer {
    const outcome = { status: answer.status, code: answer.body?.errors?.[0]?.code };
    expect(outcome, `${call} answered ${JSON.stringify(answer.body)}`).toEqual({ status, code });
    return answer;
  }

  return {
    session,
    now: () => now,
    ok,
    async refused(status, code, method, path, body) {
      now += 1_000;
      return expectRefusal(`${method} ${path}`, await session().call(method, path, body), status, code);
    },
    async malformed(status, code, method, path, body) {
      now += 1_000;
      return expectRefusal(`${method} ${path}`, await session().malformed(method, path, body), status, code);
    },
    ada: () => ok('POST', '/contacts', { role: 'user', external_id: 'ada', email: 'ada@acme.test' }),
    lead: (email = 'ada@acme.test') => ok('POST', '/contacts', { role: 'lead', email }),
    acme: () => ok('POST', '/companies', { company_id: 'acme', name: 'Acme' }),
    vip: () => ok('POST', '/tags', { name: 'VIP' }),
  };
}
