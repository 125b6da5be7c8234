import { expect, it } from 'vitest';
import { scheduleOf } from '../../src/apply/schedule.ts';
import { unhurried } from '../../src/apply/unhurried.ts';

it('gives every item in its order, and lets others in between', async () => {
  const seen: (number | string)[] = [];
  setImmediate(() => seen.push('another'));
  for await (const n of unhurried(Array.from({ length: 2_500 }, (_, n) => n))) seen.push(n);
  expect(seen.filter((one) => typeof one === 'number')).toEqual(Array.from({ length: 2_500 }, (_, n) => n));
  expect(seen.indexOf('another')).toBeLessThan(seen.length - 1);
});

it('keeps a schedule of very many changes from holding everything up', async () => {
  let given = 0;
  let seenBy: number | undefined;
  setImmediate(() => {
    seenBy = given;
  });
  const change = { kind: 'thing', also: [], requires: [], id: null };
  const changes = {
    length: 5_000,
    *[Symbol.iterator]() {
      for (let n = 0; n < 5_000; n += 1) {
        given += 1;
        yield { ...change, address: `thing/${n}` };
      }
    },
  };
  const kind = { name: 'thing', steps: () => [] };
  await scheduleOf(changes as never, new Map([['thing', kind]]) as never);
  expect(seenBy).toBeLessThan(10_000);
});
