import { describe, expect, it } from 'vitest';
import { createEmulator, type EmulatorOptions } from '../../src/emulator/index.ts';
import { startControlled } from './control-client.ts';

const JANUARY = Date.UTC(2026, 0, 15);

/** What three writes answer, to which a clock of the machine that goes on makes no difference. */
async function answers(options: EmulatorOptions): Promise<string> {
  let machine = JANUARY + Math.floor(Number(options.rateLimit ?? 0));
  const { send } = startControlled({
    now: () => {
      machine += 777;
      return machine;
    },
    seed: { contacts: [{ role: 'lead', email: 'ada@acme.test' }] },
    ...options,
  });
  return JSON.stringify([
    await send('POST', '/contacts', { role: 'lead' }),
    await send('POST', '/companies', { name: 'Acme' }),
    await send('GET', '/contacts'),
  ]);
}

describe('ids and times', () => {
  const clock = { atMs: JANUARY, running: false };

  it('are the same for the same calls where the clock stands still', async () => {
    const first = await answers({ clock });
    expect(await answers({ clock, rateLimit: 1_000_000 })).toBe(first);
    expect(first).toContain(String(JANUARY / 1000));
  });

  it('are others with another seed of ids, or a clock that runs', async () => {
    const runs = await Promise.all([
      answers({ clock }),
      answers({ clock, idSeed: 1 }),
      answers({ clock, idSeed: 2 }),
      answers({ clock: { ...clock, running: true } }),
    ]);
    expect(new Set(runs).size).toBe(4);
  });

  it('are refused where they make no sense', () => {
    for (const idSeed of [-1, 1.5]) expect(() => createEmulator({ idSeed })).toThrow(RangeError);
    expect(() => createEmulator({ clock: { atMs: Number.NaN, running: true } })).toThrow(RangeError);
    expect(() => createEmulator({ keepRequests: -1 })).toThrow(RangeError);
  });
});
