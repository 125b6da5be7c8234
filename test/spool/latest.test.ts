import { expect, it } from 'vitest';
import { Latest } from '../../src/spool/latest.ts';

it.each([
  ['in memory', 100],
  ['on disk', 3],
])('gives the last value of each place, %s', (_, inMemory) => {
  const latest = new Latest<{ readonly name: string }>({ inMemory });
  for (const place of [5, 0, 9, 2, 2000, 5]) latest.put(place, { name: `first ${place}` });
  latest.put(0, { name: 'Zoë, again and longer than before' });
  latest.put(9, { name: '' });
  expect([0, 2, 5, 9, 2000].map((place) => latest.get(place)?.name)).toEqual([
    'Zoë, again and longer than before',
    'first 2',
    'first 5',
    '',
    'first 2000',
  ]);
  expect([1, 3, 1999, 2001, 5000].map((place) => latest.get(place))).toEqual(Array(5).fill(undefined));
});
