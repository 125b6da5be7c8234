import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LineSums } from '../../src/store/line-sums.ts';

it('tells every sum that was added after a count, however counts come', () => {
  const count = fc.oneof(fc.nat(8), fc.constantFrom(1e9, 2 ** 40));
  fc.assert(
    fc.property(fc.array(fc.tuple(count, fc.nat(99))), (added) => {
      const sums = new LineSums();
      for (const [lines, sum] of added) sums.add(lines, sum);
      for (const [lines] of [...added, [9] as const]) {
        const expected = added.filter(([at]) => at === lines).map(([, sum]) => sum);
        expect([...sums.after(lines)].sort()).toEqual(expected.sort());
      }
    }),
  );
});
