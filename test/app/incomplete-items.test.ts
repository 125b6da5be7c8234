import { expect, it } from 'vitest';
import { countItems } from '../../src/app/incomplete-items.ts';
import { address } from '../../src/types/address.ts';

it('an incomplete read counts somebody of several sets once', () => {
  const addresses = [
    address('contact', 'beta', 'customer/1'),
    address('contact', 'vip', 'customer/1'),
    address('contact', 'beta', 'ada@acme.test'),
    address('contact', 'vip', 'Ada@ACME.test'),
    // External ids tell case apart, a set is no person, and neither is a merge.
    address('contact', 'beta', 'a1'),
    address('contact', 'beta', 'A1'),
    address('contact', 'beta'),
    address('contact', 'vip'),
    address('merge', 'ada@acme.test'),
  ];
  expect(countItems(addresses)).toBe(7);
});
