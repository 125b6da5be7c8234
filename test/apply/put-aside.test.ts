import { describe, expect, it } from 'vitest';
import { nullJournal } from '../../src/apply/journal.ts';
import type { Change } from '../../src/types/change.ts';
import { EndingError } from '../../src/types/ending-error.ts';
import { type Keep, keepInMemory } from '../../src/types/keeping.ts';
import type { WriteRequest } from '../../src/types/step.ts';
import { contact } from '../plan/example-changes.ts';
import { apply, create, FakeWriter, failure, fakeKind, outcomes, step, tagging } from './fake-intercom.ts';

/** More than a wave takes over at once from what was put aside. */
const MANY = 1_200;

const many = (count: number): Change[] =>
  Array.from({ length: count }, (_, index) => contact(`c${index}`, 'create', {}));

/** Each is created, and archived when everything else is done: in between it is put aside. */
const twoWaves = fakeKind('contact', {
  steps: ({ address }) => [create(address, 'people'), step(address, 'archives')],
});
const idOf = ({ path }: WriteRequest) => ({ id: path.split('/').at(-1) ?? '' });

const noRoom = () =>
  new EndingError({
    code: 'no-temporary-space',
    severity: 'error',
    summary: 'the disk is full',
    help: 'free some',
  });

/** A place of which one operation fails. */
function failing(broken: 'add' | 'inOrder'): Keep {
  return <T>() => {
    const kept = keepInMemory<T>();
    return {
      length: 0,
      add(value: T, order: number) {
        if (broken === 'add') throw noRoom();
        kept.add(value, order);
      },
      at: (entry: number) => kept.at(entry),
      inOrder() {
        if (broken === 'inOrder') throw noRoom();
        return kept.inOrder();
      },
      close: () => kept.close(),
    };
  };
}

describe('what was put aside until a later wave', () => {
  const stopsAtFirst = (answer: (request: WriteRequest) => { id: string }) =>
    new FakeWriter((request) => {
      if (request.method === 'PUT') throw failure(401, { code: 'unauthorized' });
      return answer(request);
    });

  it('is partly written where the run stops in that wave, all of it', async () => {
    const applied = await apply(many(MANY), [twoWaves], stopsAtFirst(idOf), { concurrency: 1 });
    const [first, ...others] = [...applied.results];
    expect(first).toMatchObject({ outcome: 'failed', id: 'c0' });
    expect(others).toHaveLength(MANY - 1);
    for (const [at, other] of others.entries())
      expect(other).toMatchObject({ outcome: 'failed', partly: true, id: `c${at + 1}` });
  });

  it.each(['add', 'inOrder'] as const)(
    'is partly written where the disk fails at "%s", and the run tells why',
    async (broken) => {
      const writer = new FakeWriter(idOf);
      const applied = await apply(many(3), [twoWaves], writer, { concurrency: 1, keep: failing(broken) });
      expect(writer.calls.filter((call) => call.startsWith('PUT'))).toEqual([]);
      expect(applied.diagnostics).toContainEqual(expect.objectContaining({ code: 'no-temporary-space' }));
      expect(applied.diagnostics).not.toContainEqual(expect.objectContaining({ code: 'internal-error' }));
      const written = writer.calls.length;
      expect(written).toBeGreaterThan(0);
      const results = [...applied.results];
      expect(results).toHaveLength(3);
      expect(results.filter(({ partly }) => partly === true)).toHaveLength(written);
      expect(results.filter(({ outcome }) => outcome === 'not_attempted')).toHaveLength(3 - written);
    },
  );

  it('and cannot be kept lets the requests of others that are under way finish', async () => {
    class SlowTags extends FakeWriter {
      override async send(request: WriteRequest) {
        const answer = await super.send(request);
        if (request.path.startsWith('/tags')) await new Promise((resolve) => setImmediate(resolve));
        return answer;
      }
    }
    const kind = fakeKind('contact', {
      steps: ({ address }) =>
        address.endsWith('c0')
          ? [tagging(address, 'vip', 1)]
          : [step(address, 'memberships'), step(address, 'archives')],
    });
    const two = many(2).map((one) => ({ ...one, action: 'update' as const, id: one.address }));
    const applied = await apply(two, [kind], new SlowTags(), { keep: failing('add') });
    expect(outcomes(applied)).toEqual({ 'contact/beta/c0': 'done', 'contact/beta/c1': 'failed' });
  });
});

it('tells the journal of what was left out bit by bit', async () => {
  let waiting = 0;
  let most = 0;
  const journal = {
    ...nullJournal,
    result: (...[, result]: Parameters<typeof nullJournal.result>) => {
      waiting += 1;
      most = Math.max(most, waiting);
      return result;
    },
    drain: async () => {
      waiting = 0;
    },
  };
  const writer = new FakeWriter(() => {
    throw failure(401, { code: 'unauthorized' });
  });
  const applied = await apply(many(5 * MANY), [twoWaves], writer, { journal, concurrency: 1 });
  expect(applied.results).toHaveLength(5 * MANY);
  expect(most).toBeLessThanOrEqual(MANY);
});
