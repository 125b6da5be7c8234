import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ChangeHashes } from '../../src/plan/receipt/change-hashes.ts';

const hashed = (text: string) => createHash('sha256').update(text).digest('hex');

/** Some that differ in their last bytes only. */
const hash = fc.oneof(
  fc.string().map(hashed),
  fc.nat(3).map((last) => `${hashed('ada').slice(0, 63)}${last}`),
);

it('holds what a sorted list of texts holds', () => {
  fc.assert(
    fc.property(fc.array(hash, { maxLength: 200 }), hash, (all, other) => {
      const hashes = new ChangeHashes();
      for (const one of all) hashes.add(one);
      const known = new Set(all);
      expect([...hashes]).toEqual([...all].sort());
      expect(hashes.size).toBe(known.size);
      for (const one of [...all, other]) expect(hashes.has(one)).toBe(known.has(one));
    }),
  );
});

it('takes more after it was asked', () => {
  const hashes = new ChangeHashes();
  hashes.add(hashed('ada'));
  expect(hashes.has(hashed('grace'))).toBe(false);
  hashes.add(hashed('grace'));
  expect(hashes.has(hashed('grace'))).toBe(true);
});
