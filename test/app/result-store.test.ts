import { describe, expect, it } from 'vitest';
import { ResultStore } from '../../src/app/result-store.ts';
import { ScratchFile } from '../../src/spool/scratch-file.ts';
import type { ChangeResult } from '../../src/types/result.ts';
import { sampleChange } from '../render/sample-plan.ts';

const COUNT = 100;
const changes = Array.from({ length: COUNT }, (_, place) =>
  sampleChange({ address: `contact/beta/${place}`, action: 'create', id: null }),
);

function result(place: number): ChangeResult {
  const isFailed = place % 10 === 9;
  return {
    address: `contact/beta/${place}`,
    action: 'create',
    outcome: isFailed ? 'failed' : 'done',
    id: `id-${place}`,
    ...(isFailed ? { reason: 'Intercom refused it' } : {}),
  };
}

/** Every place once, far from its order. */
const places = Array.from({ length: COUNT }, (_, at) => (at * 7) % COUNT);
const all = Array.from({ length: COUNT }, (_, place) => result(place));

describe.each([
  ['in memory', COUNT],
  ['on disk', 10],
])('results %s', (_, inMemory) => {
  it('come in the order of the plan, however they were added, and as often as they are read', () => {
    const store = new ResultStore(changes, { inMemory });
    for (const place of places) store.add(place, result(place));
    const results = store.sealed();
    expect(results).toHaveLength(COUNT);
    expect([...results]).toEqual(all);
    expect([...results]).toEqual(all);
    expect(JSON.parse(JSON.stringify({ results }))).toEqual({ results: all });
    expect(store.failure).toBeUndefined();
  });
});

it('keep the outcomes of a run when no disk holds the rest of them', () => {
  const scratch = () => new ScratchFile({ folder: '/nowhere/at/all' });
  const long = (place: number) => ({ ...result(place), reason: 'x'.repeat(300_000) });
  const store = new ResultStore(changes, { inMemory: 10, scratch });
  for (const place of places) store.add(place, long(place));
  const lost = 'Cannot keep temporary data in /nowhere/at/all: the folder does not exist';
  expect(store.failure).toMatchObject({ code: 'no-temporary-space', summary: lost });
  expect([...store.sealed()]).toEqual(
    all.map(({ address, action, outcome }) => ({
      ...{ address, action, outcome, id: null },
      ...(outcome === 'done' ? {} : { reason: lost }),
    })),
  );
});
