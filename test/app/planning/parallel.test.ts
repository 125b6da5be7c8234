import { describe, expect, it } from 'vitest';
import { Parallel } from '../../../src/app/planning/parallel.ts';

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
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
}

describe('work in parallel', () => {
  it('is done as many at a time as there may be', async () => {
    const parallel = new Parallel(2);
    const works = [held(), held(), held()];
    let begun = 0;
    const all = (async () => {
      for (const { run } of works) {
        await parallel.start(run);
        begun += 1;
      }
    })();
    await turns();
    expect(begun).toBe(2);
    works[1]?.resolve();
    await all;
    expect(begun).toBe(3);
  });

  it('is over when the last of it is', async () => {
    const parallel = new Parallel(2);
    const works = [held(), held()];
    for (const { run } of works) await parallel.start(run);
    let over = false;
    const end = parallel.end().then(() => {
      over = true;
    });
    works[0]?.resolve();
    await turns();
    expect(over).toBe(false);
    works[1]?.resolve();
    await end;
    expect(over).toBe(true);
  });

  it('fails with what failed first, and begins nothing after it', async () => {
    const parallel = new Parallel(2);
    const works = [held(), held()];
    for (const { run } of works) await parallel.start(run);
    works[1]?.reject(new Error('first'));
    await turns();
    works[0]?.reject(new Error('second'));
    let begun = false;
    const late = parallel.start(async () => {
      begun = true;
    });
    await expect(late).rejects.toThrow('first');
    await expect(parallel.end()).rejects.toThrow('first');
    expect(begun).toBe(false);
  });
});
