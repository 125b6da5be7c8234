import { expect, it } from 'vitest';
import { SeenKeys } from '../../src/kinds/people/seen-keys.ts';

/** More keys of one file than there are files that the places can be told apart by. */
const MANY = 70_000;

it('tells where a key was seen first, of whatever file and however many there are', () => {
  const seen = new SeenKeys();
  expect(seen.add('ada', { file: '0001.yaml', line: 4 })).toBeUndefined();
  for (let row = 1; row <= MANY; row++) seen.add(`customer-${row}`, { file: 'people.csv', row });
  expect(seen.add('grace', { file: 'leads.csv', row: 1 })).toBeUndefined();
  const again = { file: 'again.csv', row: 9 };
  expect(seen.add('ada', again)).toEqual({ file: '0001.yaml', line: 4 });
  for (const row of [1, 2, 65_535, 65_536, 65_537, MANY])
    expect(seen.add(`customer-${row}`, again)).toEqual({ file: 'people.csv', row });
  expect(seen.add('grace', again)).toEqual({ file: 'leads.csv', row: 1 });
});

it('knows which keys were seen, and how many', () => {
  const seen = new SeenKeys();
  for (const key of ['ada', 'grace', 'ada']) seen.add(key, { file: 'people.csv', row: 1 });
  expect(['ada', 'grace', 'eve'].map((key) => seen.has(key))).toEqual([true, true, false]);
  expect(seen.size).toBe(2);
});
