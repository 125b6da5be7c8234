import { expect, it } from 'vitest';
import { isPlainId } from '../../src/kinds/values/check-id.ts';

it.each([
  ['x'.repeat(128), true],
  ['x'.repeat(129), false],
  ['x', true],
  ['', false],
  [' x', false],
  ['x\u200b', false],
])('whether a manifest can hold the id %j: %s', (id, plain) => {
  expect(isPlainId(id)).toBe(plain);
});
