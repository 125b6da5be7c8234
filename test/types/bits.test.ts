import { expect, it } from 'vitest';
import { Bits } from '../../src/types/bits.ts';

it('holds the numbers that were added, and no others', () => {
  const bits = new Bits();
  const added = [0, 31, 32, 63, 1000, 1_000_000];
  for (const at of added) bits.add(at);
  bits.add(31);
  const found = Array.from({ length: 1_000_100 }, (_, at) => at).filter((at) => bits.has(at));
  expect(found).toEqual(added);
  for (const at of [31, 63, 64, 5_000_000]) bits.remove(at);
  expect(added.filter((at) => bits.has(at))).toEqual([0, 32, 1000, 1_000_000]);
});
