import { expect, it } from 'vitest';
import { KeyIndex } from '../../src/types/key-index.ts';

it('numbers keys in the order in which they come', () => {
  const keys = new KeyIndex();
  expect(['ada', 'grace', 'ada', 'eve', 'grace'].map((key) => keys.add(key))).toEqual([0, 1, 0, 2, 1]);
  expect(['eve', 'ada', 'mallory'].map((key) => keys.find(key))).toEqual([2, 0, -1]);
  expect(['eve', 'mallory', ''].map((key) => keys.has(key))).toEqual([true, false, false]);
  expect(keys.size).toBe(3);
});

it('keeps the numbers of keys that differ in little, however many there are', () => {
  const keys = new KeyIndex();
  const key = (at: number) => `6571c5b2e1d4f0a1b2${at.toString(16).padStart(6, '0')}`;
  const count = 200_000;
  const numbers = Array.from({ length: count }, (_, at) => at);
  expect(numbers.filter((at) => keys.add(key(at)) !== at)).toEqual([]);
  expect(numbers.filter((at) => keys.find(key(at)) !== at)).toEqual([]);
  expect([keys.size, keys.find(key(count))]).toEqual([count, -1]);
});
