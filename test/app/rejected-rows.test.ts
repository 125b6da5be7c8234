import { describe, expect, it } from 'vitest';
import { RejectedRows } from '../../src/app/rejected-rows.ts';
import type { Cell, Declaration } from '../../src/types/declaration.ts';
import type { RejectedRow, RowLayout } from '../../src/types/mapped-row.ts';

const layoutOf = (file: string): RowLayout => ({ file, form: 'csv', delimiter: ',', header: ['id', 'tags'] });
const customers = layoutOf('customers.csv');
const billing = layoutOf('billing.csv');
const inManifest = { file: 'migrations/0001-people.yaml', line: 7, column: 12 };
const set = { name: 'customers', policy: () => 'skip' };
const origins = [{ file: 'migrations/0001-people.yaml', folder: 'migrations', owner: undefined }];

function rejected(row: number, layout: RowLayout): RejectedRow {
  const place = { file: layout.file, row, line: row + 1 };
  const cells = new Map<string, Cell>([
    ['external_id', { value: `${row}`, place, column: 'id', text: `0${row}` }],
    ['role', { value: 'user', place: inManifest, version: null }],
    ['tags', { value: ['a', 'b'], place, elements: [place, inManifest] }],
    ['custom_attributes.plan', { value: null, place: { ...place, column: 4 } }],
  ]);
  const unchecked = {
    ...{ kind: 'contact', address: `contact/customers/${row}`, place, order: row, version: 3, cells },
    ...{ set, origins, id: undefined, externalId: `${row}`, fromRow: true },
  };
  return {
    row: { raw: { cells: [`0${row}`, 'é "quoted"', null] }, layout },
    at: row,
    reasons: [`reason ${row}`],
    ...(row % 2 === 0 ? {} : { unchecked }),
  };
}

describe.each([
  ['in memory', 100],
  ['on disk', 0],
])('rows that are left out, kept %s', (_, inMemory) => {
  const rows = new RejectedRows({ inMemory });
  const [first, second, third] = [1, 2, 3].map((row) => rejected(row, customers));
  const other = rejected(4, billing);
  for (const row of [first, other, second, third]) if (row !== undefined) rows.add(row);

  it('are counted by reading, in the order in which they came', () => {
    expect([...rows.counts]).toEqual([
      [customers, 3],
      [billing, 1],
    ]);
    expect([...rows.counts.keys()][0]).toBe(customers);
  });

  it('come as they were, reading by reading, again and again', () => {
    for (const _again of [1, 2]) {
      expect([...rows.of(customers)]).toEqual([first, second, third]);
      expect([...rows.of(billing)]).toEqual([other]);
    }
    expect([...rows.of(layoutOf('customers.csv'))]).toEqual([]);
    for (const { row } of rows.of(customers)) expect(row.layout).toBe(customers);
  });

  it('refer to what they referred to', () => {
    const [{ unchecked } = {}] = rows.of(customers);
    const { set: found, origins: from } = unchecked as Declaration & { set: unknown };
    expect(found).toBe(set);
    expect(from).toBe(origins);
    const { cells, place } = unchecked as Declaration;
    expect(cells.get('external_id')?.place).toBe(place);
    expect(cells.get('role')?.place).toBe(inManifest);
    expect(cells.get('tags')?.elements?.[1]).toBe(inManifest);
    expect([...cells.keys()]).toEqual(['external_id', 'role', 'tags', 'custom_attributes.plan']);
  });
});
