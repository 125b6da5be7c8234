import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RecentWrites } from '../../../src/app/runs/recent-writes.ts';
import type { RecentWrite } from '../../../src/types/store.ts';

function write(contact: string, keys: readonly string[], at = 1): RecentWrite {
  return { contact, run: 'r', at, state: 'live', keys, fields: { name: `h${at}` } };
}

it('keeps thousands of writes, finds them by id and by key, and says what is to be stored', () => {
  const stored = Array.from({ length: 3000 }, (_, at) => write(`c${at}`, [`email-${at}`, `id-${at}`]));
  const recent = new RecentWrites(stored);
  expect([...recent.changes().put]).toEqual([]);
  recent.add(write('new', ['email-5'], 2));
  recent.add(write('c7', ['email-other'], 3));
  recent.forget('c9');
  recent.shown('c8');
  expect(recent.size).toBe(2999);
  expect(recent.shownUpTo).toBe(1);
  expect([...recent.holding('email-5')]).toEqual(['c5', 'new']);
  expect([...recent.holding('email-7')]).toEqual([]);
  expect([...recent.holding('email-other')]).toEqual(['c7']);
  expect(recent.of('c7')).toMatchObject({ at: 3, unsure: true });
  expect([recent.has('c9'), recent.has('c10'), recent.has('nobody')]).toEqual([false, true, false]);
  expect(Array.from(recent.changes().put, ({ contact }) => contact)).toEqual(['c7', 'new']);
  expect([...recent.changes().drop]).toEqual(['c8', 'c9']);
  recent.add(write('c9', ['email-9'], 4));
  expect([...recent.changes().drop]).toEqual(['c8']);
  expect([...recent.holding('email-9')]).toEqual(['c9']);
});

it('knows a key by every contact that has it, and by none that has it no more', () => {
  const contact = fc.constantFrom('a', 'b', 'c');
  const key = fc.constantFrom('1', '2');
  const step = fc.oneof(
    fc.record({ contact, keys: fc.uniqueArray(key, { minLength: 1 }) }),
    fc.record({ contact, keys: fc.constant(undefined) }),
  );
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const recent = new RecentWrites();
      const known = new Map<string, readonly string[]>();
      for (const { contact: one, keys } of steps) {
        if (keys === undefined) {
          recent.forget(one);
          known.delete(one);
        } else {
          recent.add(write(one, keys));
          known.set(one, keys);
        }
      }
      expect(recent.size).toBe(known.size);
      for (const one of ['1', '2']) {
        const holders = [...known].flatMap(([name, keys]) => (keys.includes(one) ? [name] : []));
        expect([...recent.holding(one)].sort()).toEqual(holders.sort());
      }
    }),
  );
});
