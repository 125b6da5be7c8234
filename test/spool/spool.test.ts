import { describe, expect, test } from 'vitest';
import { Spool } from '../../src/spool/spool.ts';

interface Named {
  readonly name: string;
}

const key = (rank: number, order: number, owner = -1, mark = 0) => ({ rank, order, owner, mark });

/** Kept in memory, and on disk from the first value on. */
const places = [
  { where: 'in memory', inMemory: 1000 },
  { where: 'on disk', inMemory: 0 },
  { where: 'first in memory, then on disk', inMemory: 2 },
];

describe.each(places)('a spool $where', ({ inMemory }) => {
  const spoolOf = (added: readonly (readonly [string, ReturnType<typeof key>])[]) => {
    const spool = new Spool<Named>({ inMemory });
    for (const [name, at] of added) spool.add({ name }, at);
    return spool;
  };
  const names = (found: Iterable<Named>) => Array.from(found, ({ name }) => name);

  test('gives values by rank, then order, then as they were added', () => {
    const spool = spoolOf([
      ['Grace', key(2, 0)],
      ['Ada', key(1, 7)],
      ['Linus', key(1, 3)],
      ['Ada again', key(1, 7)],
      ['Margaret', key(0, 1_000_000_000_000)],
      ['nobody’s', key(1, -1.5)],
    ]);
    expect(spool).toHaveLength(6);
    const sorted = spool.sorted();
    expect(sorted).toHaveLength(6);
    expect(names(sorted)).toEqual(['Margaret', 'nobody’s', 'Linus', 'Ada', 'Ada again', 'Grace']);
    spool.close();
  });

  test('orders equals as asked', () => {
    const spool = spoolOf([
      ['c', key(1, 1)],
      ['z', key(0, 1)],
      ['a', key(1, 1)],
      ['b', key(1, 1)],
      ['a', key(1, 0)],
    ]);
    const ties = (one: Named, other: Named) => one.name.localeCompare(other.name);
    expect(names(spool.sorted({ ties }))).toEqual(['z', 'a', 'a', 'b', 'c']);
    spool.close();
  });

  test('leaves out what is not kept, with its key as it was added', () => {
    const spool = spoolOf([
      ['Ada', key(1, 1, 0)],
      ['Grace', key(1, 2, 1, 255)],
      ['Linus', key(1, 0, 2)],
      ['nobody’s', key(65_535, 0)],
    ]);
    const seen: unknown[] = [];
    const sorted = spool.sorted({
      keeps: (found) => {
        seen.push(found);
        return found.owner !== 2 && found.mark !== 255;
      },
    });
    expect(seen).toEqual([key(1, 1, 0), key(1, 2, 1, 255), key(1, 0, 2), key(65_535, 0)]);
    expect(sorted).toHaveLength(2);
    expect(names(sorted)).toEqual(['Ada', 'nobody’s']);
    spool.close();
  });

  test('is read again and again, twice at once too', () => {
    const spool = spoolOf(Array.from({ length: 5 }, (_, at) => [`contact ${at}`, key(1, -at)]));
    const sorted = spool.sorted();
    const crossed = Array.from(sorted, (outer) => `${outer.name}: ${names(sorted).join()}`);
    const all = names(sorted).join();
    expect(crossed).toEqual(names(sorted).map((name) => `${name}: ${all}`));
    spool.close();
  });

  test('takes more after it was read; what was sorted stays what it was', () => {
    const spool = spoolOf([
      ['Ada', key(1, 1)],
      ['Grace', key(1, 2)],
    ]);
    const before = spool.sorted();
    spool.add({ name: 'Linus' }, key(1, 0));
    spool.add({ name: 'Margaret ✓' }, key(1, 3));
    expect(names(before)).toEqual(['Ada', 'Grace']);
    expect(names(spool.sorted())).toEqual(['Linus', 'Ada', 'Grace', 'Margaret ✓']);
    spool.close();
  });

  test('is empty without values', () => {
    const sorted = new Spool<Named>({ inMemory }).sorted();
    expect(sorted).toHaveLength(0);
    expect([...sorted]).toEqual([]);
  });
});
