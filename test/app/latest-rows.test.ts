import { expect, it } from 'vitest';
import { LatestRows } from '../../src/app/latest-rows.ts';
import { heldBytes } from '../held-bytes.ts';

interface Row {
  readonly id: string;
  readonly name: string;
}

it('holds the latest row of each key where its first one stood', () => {
  const rows = new LatestRows<string>();
  for (const [key, row] of [
    ['b', 'Grace'],
    ['a', 'Ada'],
    ['b', 'Grace Hopper'],
    ['c', 'Eve'],
  ] as const)
    rows.set(key, row);
  expect(rows.size).toBe(3);
  expect([...rows.all()]).toEqual(['Grace Hopper', 'Ada', 'Eve']);
  expect([...rows.all()]).toHaveLength(rows.all().length);
});

it('puts rows in another order, however many there are and however often they come', () => {
  const count = 10_000;
  const row = (at: number, name: string): Row => ({ id: String((at * 7919) % count).padStart(6, '0'), name });
  const rows = new LatestRows<Row>((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  for (const name of ['Ada', 'Ada Lovelace'])
    for (let at = 0; at < count; at++) rows.set(row(at, name).id, row(at, name));
  expect([...rows.all()]).toEqual(
    Array.from({ length: count }, (_, at) => ({ id: String(at).padStart(6, '0'), name: 'Ada Lovelace' })),
  );
});

it('holds some numbers a row, whatever is in it', () => {
  const count = 100_000;
  const notes = 'they are interested in '.repeat(20);
  const held = heldBytes(() => {
    const rows = new LatestRows<object>();
    for (let at = 0; at < count; at++)
      rows.set(`customer-${at}`, { id: `customer-${at}`, notes: notes + at });
    return rows;
  });
  expect(held / count).toBeLessThan(100);
});
