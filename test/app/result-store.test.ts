import { describe, expect, it } from 'vitest';
import { ResultStore } from '../../src/app/result-store.ts';
import type { ChangeResult } from '../../src/types/result.ts';

function result(place: number): ChangeResult {
  return { address: `contact/beta/${place}`, action: 'create', outcome: 'done', id: `id-${place}` };
}

/** Every place once, far from its order. */
function places(count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => (at * 7) % count);
}

describe.each([
  ['in memory', 100],
  ['on disk', 10],
])('results %s', (_, inMemory) => {
  it('come in the order of the plan, however they were added, and as often as they are read', () => {
    const store = new ResultStore({ inMemory });
    for (const place of places(100)) store.add(place, result(place));
    const results = store.sealed();
    const all = Array.from({ length: 100 }, (_entry, place) => result(place));
    expect(results).toHaveLength(100);
    expect([...results]).toEqual(all);
    expect([...results]).toEqual(all);
    expect(JSON.parse(JSON.stringify({ results }))).toEqual({ results: all });
  });
});
