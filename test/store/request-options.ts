import { createFetch } from '../../src/emulator/fetch.ts';
import type { Emulator } from '../../src/emulator/index.ts';

/** Options of a client for an emulator in memory, on this clock; it never waits. */
export function requestOptions({ handle }: Pick<Emulator, 'handle'>, now: () => number) {
  return {
    baseUrl: 'http://127.0.0.1',
    token: 'of-ada',
    version: '2.16' as const,
    fetch: createFetch(handle),
    now,
    sleep: async () => {},
    random: () => 0,
  };
}
