import fc from 'fast-check';
import { expect, it } from 'vitest';
import { doubtsIn, readLeftOpen } from '../../../src/app/runs/left-open.ts';
import { openDoubts, openRequests, readJournal } from '../../../src/app/runs/read-journal.ts';
import type { JournalDamage, JournalEntry, RunRecord } from '../../../src/types/store.ts';
import { runRecord } from '../../store/run-record.ts';

/** Any journal, also one whose lines are doubled or moved. */
const lines: fc.Arbitrary<readonly (JournalEntry | JournalDamage)[]> = fc.array(
  fc.oneof(
    fc.record({ t: fc.constant('change' as const), c: fc.nat(3) }).map(({ t, c }) => ({
      ...{ t, c, address: `contact/beta/${c}`, also: [] },
      ...{ kind: 'contact', action: 'create' as const, id: null },
    })),
    fc
      .record({ t: fc.constant('intent' as const), n: fc.nat(5), isUnique: fc.boolean() })
      .map(({ t, n, isUnique }) => ({
        ...{ t, n, c: n % 4, at: n, level: 'people' as const, method: 'POST' as const, path: '/contacts' },
        ...{ creates: true, contacts: [], ...(isUnique ? {} : { unique: false as const }) },
      })),
    fc.record({
      t: fc.constant('outcome' as const),
      n: fc.nat(5),
      at: fc.nat(9),
      state: fc.constantFrom('done' as const, 'failed' as const, 'unknown' as const),
    }),
    fc.record({
      t: fc.constant('settled' as const),
      n: fc.integer({ min: -1, max: 5 }),
      at: fc.nat(9),
      state: fc.constant('done' as const),
      by: fc.constant('person' as const),
    }),
    fc.constant({ t: 'damage' as const }),
  ),
  { maxLength: 20 },
);
const runs: readonly Partial<RunRecord>[] = [{}, { ended_at: 3, in_doubt: 1 }];

/** The intents that come before their outcomes, as a writer writes them. */
function inOrder(all: readonly (JournalEntry | JournalDamage)[]): readonly (JournalEntry | JournalDamage)[] {
  const sent = new Set<number>();
  return all.filter((entry) => {
    if (entry.t === 'outcome') return sent.has(entry.n);
    if (entry.t !== 'intent') return true;
    const isNew = !sent.has(entry.n);
    sent.add(entry.n);
    return isNew;
  });
}

it('finds the same requests open as a journal that is held as a whole', async () => {
  await fc.assert(
    fc.asyncProperty(lines, fc.constantFrom(...runs), async (all, parts) => {
      const run = runRecord(parts);
      const store = {
        async *entries() {
          yield* inOrder(all);
        },
      };
      const [left, whole] = [await readLeftOpen(store, run), await readJournal(store, run)];
      expect(left.requests.map(({ intent }) => intent.n)).toEqual(openRequests(whole).map(({ n }) => n));
      expect(doubtsIn(left).map(({ intent }) => intent)).toEqual(openDoubts(whole));
      expect(left.damaged).toBe(whole.damaged);
    }),
  );
});

it('tells every outcome, and who was deleted or may have been', async () => {
  const run = runRecord({});
  const change = { t: 'change', also: [], kind: 'removed', action: 'delete' } as const;
  const intent = { t: 'intent', at: 1, level: 'archives', method: 'DELETE', creates: false } as const;
  const entries: readonly JournalEntry[] = [
    { ...change, c: 0, address: 'removed/contact/66a', id: '66a' },
    { ...intent, n: 0, c: 0, path: '/contacts/66a', contacts: ['66a'] },
    { t: 'outcome', n: 0, at: 2, state: 'done' },
    { t: 'result', c: 0, outcome: 'done', id: '66a' },
    { ...change, c: 1, address: 'removed/contact/66b', id: '66b' },
  ];
  const told: number[] = [];
  const store = {
    async *entries() {
      yield* entries;
    },
  };
  const left = await readLeftOpen(store, run, ({ n }) => told.push(n));
  expect(told).toEqual([0]);
  expect(left.requests).toEqual([]);
  expect([...left.deleted]).toEqual(['66a']);
});
