import { describe, expect, test } from 'vitest';
import { ScratchFile } from '../../src/spool/scratch-file.ts';
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
      ['Grace', key(1, 2, 1, 65_535)],
      ['Linus', key(1, 0, 2)],
      ['nobody’s', key(65_535, 0)],
    ]);
    const seen: unknown[] = [];
    const sorted = spool.sorted({
      keeps: (found) => {
        seen.push(found);
        return found.owner !== 2 && found.mark !== 65_535;
      },
    });
    expect(seen).toEqual([key(1, 1, 0), key(1, 2, 1, 65_535), key(1, 0, 2), key(65_535, 0)]);
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

test('a spool that finds no disk keeps what it has', () => {
  const scratch = () => new ScratchFile({ folder: '/nowhere/at/all' });
  const spool = new Spool<string>({ inMemory: 2, scratch });
  const long = (name: string) => name.repeat(300_000);
  for (const [at, name] of ['a', 'b'].entries()) spool.add(long(name), key(0, at));
  for (let again = 0; again < 2; again++)
    expect(() => spool.add(long('c'), key(0, 2))).toThrow('the folder does not exist');
  expect(spool).toHaveLength(2);
  expect(Array.from(spool.sorted(), ([first]) => first)).toEqual(['a', 'b']);
});

describe('thousands of values', () => {
  /** The same numbers every time: a linear congruential generator. */
  function* numbers(below: number): Generator<number> {
    for (let state = 42; ; ) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      yield state % below;
    }
  }
  const names = numbers(1_000_000);
  const orders = numbers(9000);
  const sizes = numbers(300);
  const added = Array.from({ length: 9000 }, (_, at) => ({
    name: `${names.next().value} ${'é'.repeat(sizes.next().value ?? 0)}`,
    at: key(at % 3, orders.next().value ?? 0, at, at % 2),
  }));
  // Beyond every buffer and window.
  added.push({ name: 'x'.repeat(700_000), at: key(1, 5) });

  test.each([
    { where: 'in order', place: (_: number, index: number) => ({ rank: 0, order: index }) },
    { where: 'in any order', place: (order: number, index: number) => ({ rank: index % 3, order }) },
    { where: 'all equal', place: () => ({ rank: 7, order: 0 }) },
  ])('are read from disk as they stand in memory: added $where', ({ place }) => {
    const values = added.map(({ name, at }, index) => ({ name, at: { ...at, ...place(at.order, index) } }));
    const inMemory = new Spool<Named>({ inMemory: 10_000 });
    const onDisk = new Spool<Named>();
    for (const { name, at } of values) for (const spool of [inMemory, onDisk]) spool.add({ name }, at);
    const expected = values
      .map((value, index) => ({ ...value, index }))
      .sort((a, b) => a.at.rank - b.at.rank || a.at.order - b.at.order || a.index - b.index)
      .map(({ name }) => name);
    const same = (found: Iterable<Named>, wanted: readonly string[]) =>
      expect(Array.from(found, ({ name }) => name).join('\n') === wanted.join('\n')).toBe(true);
    for (const spool of [inMemory, onDisk]) {
      const sorted = spool.sorted();
      same(sorted, expected);
      same(sorted, expected);
      const ties = (a: Named, b: Named) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
      same(
        spool.sorted({ ties, keeps: ({ mark }) => mark === 0 }),
        values
          .map((value, index) => ({ ...value, index }))
          .filter((value) => value.at.mark === 0)
          .sort((a, b) => a.at.rank - b.at.rank || a.at.order - b.at.order || ties(a, b) || a.index - b.index)
          .map(({ name }) => name),
      );
      spool.close();
    }
  });

  test('are written and read as asked', () => {
    const spool = new Spool<bigint>({ inMemory: 1, encode: String, decode: BigInt });
    for (const value of [3n, 1n, 2n ** 70n]) spool.add(value, key(0, -Number(value)));
    expect([...spool.sorted()]).toEqual([2n ** 70n, 3n, 1n]);
  });

  test('are read by the window where they stand together, else alone', () => {
    const reads: number[] = [];
    class Counting extends ScratchFile {
      override readInto(target: Buffer, offset: number, length: number): void {
        reads.push(length);
        super.readInto(target, offset, length);
      }
    }
    const spool = new Spool<string>({ inMemory: 0, scratch: () => new Counting() });
    // Two values each of 100 ranks, of which each is far from its neighbour in order: 200 KB lie between.
    for (let at = 0; at < 200; at++) spool.add('x'.repeat(3000), key(at % 100, at));
    expect([...spool.sorted()]).toHaveLength(200);
    expect(reads).toEqual(Array(200).fill(3002));
    reads.length = 0;
    const inOrder = new Spool<string>({ inMemory: 0, scratch: () => new Counting() });
    for (let at = 0; at < 200; at++) inOrder.add('x'.repeat(3000), key(0, at));
    expect([...inOrder.sorted()]).toHaveLength(200);
    expect(reads).toEqual([256 * 1024, 256 * 1024, expect.any(Number)]);
  });
});
