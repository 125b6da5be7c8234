import { describe, expect, it } from 'vitest';
import { readAhead } from '../../../src/kinds/contact/calls/scanning/read-ahead.ts';

/** Works on all items at once. */
async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  await Promise.all(items.map(work));
}

const settled = () => new Promise(setImmediate);

describe('reading ahead', () => {
  it('yields in order what ends in another order', async () => {
    const reading = readAhead([3, 1, 2, 0], {
      each,
      weightOf: () => 1,
      most: 10,
      async read(item) {
        for (let turn = 0; turn < item; turn++) await settled();
        return `page ${item}`;
      },
    });
    const given: string[] = [];
    for await (const page of reading) given.push(page);
    expect(given).toEqual(['page 3', 'page 1', 'page 2', 'page 0']);
  });

  it('keeps no more than it may, and reads an item that is larger when its turn comes', async () => {
    const started: number[] = [];
    const reading = readAhead([1, 1, 5, 1], {
      each,
      weightOf: (item) => item,
      most: 2,
      async read(item) {
        started.push(item);
        return item;
      },
    });
    const seen: number[] = [];
    for await (const _ of reading) {
      await settled();
      seen.push(started.length);
    }
    expect(seen).toEqual([2, 2, 3, 4]);
  });

  it('starts no more once nobody takes what it reads, and tells what is under way', async () => {
    const ends: boolean[] = [];
    const reading = readAhead([1, 2, 3, 4], {
      each,
      weightOf: () => 1,
      most: 2,
      async read(item, isStopped) {
        if (item > 1) while (!isStopped()) await settled();
        ends.push(isStopped());
        return item;
      },
    });
    for await (const _ of reading) break;
    expect(ends).toEqual([false, true]);
  });

  it('rejects as one of the items does, and stops the others', async () => {
    let stopped = 0;
    const reading = readAhead([1, 2, 3], {
      each,
      weightOf: () => 1,
      most: 3,
      async read(item, isStopped) {
        if (item === 2) throw new Error('no more');
        while (!isStopped()) await settled();
        stopped += 1;
        return item;
      },
    });
    await expect(reading.next()).rejects.toThrow('no more');
    await settled();
    expect(stopped).toBe(2);
  });
});
