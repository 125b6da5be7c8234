import { describe, expect, it } from 'vitest';
import { type Begin, runParts } from '../../../src/app/planning/run-parts.ts';

/** Work that ends when it is told to. */
function held() {
  let resolve = () => {};
  let reject = (_: Error) => {};
  const work = new Promise<void>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  return { resolve, reject, run: () => work };
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

/** Runs it two at a time, and tells how it ended and how often the rest was stopped. */
function watched(give: (begin: Begin) => Promise<void>) {
  const seen = { end: 'none yet', stops: 0 };
  const stop = () => {
    seen.stops += 1;
  };
  runParts(2, give, stop).then(
    () => {
      seen.end = 'done';
    },
    (thrown: Error) => {
      seen.end = thrown.message;
    },
  );
  return seen;
}

describe('work in parallel', () => {
  it('is done as many at a time as there may be', async () => {
    const works = [held(), held(), held()];
    let begun = 0;
    const seen = watched(async (begin) => {
      for (const { run } of works) {
        await begin(run);
        begun += 1;
      }
    });
    await turns();
    expect(begun).toBe(2);
    works[1]?.resolve();
    await turns();
    expect(begun).toBe(3);
    for (const { resolve } of works) resolve();
    await turns();
    expect(seen).toEqual({ end: 'done', stops: 0 });
  });

  it('is over when the last of it is', async () => {
    const works = [held(), held()];
    const seen = watched(async (begin) => {
      for (const { run } of works) await begin(run);
    });
    works[0]?.resolve();
    await turns();
    expect(seen.end).toBe('none yet');
    works[1]?.resolve();
    await turns();
    expect(seen.end).toBe('done');
  });

  it.each([
    ['begins the next', 3],
    ['has begun all', 2],
  ])('fails once nothing runs any more, where who gives it %s', async (_, count) => {
    const works = [held(), held(), held()].slice(0, count);
    let begun = 0;
    const seen = watched(async (begin) => {
      for (const { run } of works)
        await begin(() => {
          begun += 1;
          return run();
        });
    });
    await turns();
    works[1]?.reject(new Error('first'));
    await turns();
    expect(seen).toEqual({ end: 'none yet', stops: 1 });
    works[0]?.reject(new Error('second'));
    await turns();
    expect(seen).toEqual({ end: 'first', stops: 1 });
    expect(begun).toBe(2);
  });

  it('waits for what runs where who gives it fails', async () => {
    const work = held();
    const seen = watched(async (begin) => {
      await begin(work.run);
      throw new Error('no more rows');
    });
    await turns();
    expect(seen).toEqual({ end: 'none yet', stops: 1 });
    work.reject(new Error('stopped'));
    await turns();
    expect(seen).toEqual({ end: 'no more rows', stops: 1 });
  });
});
