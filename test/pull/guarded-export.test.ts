import { parse } from 'csv-parse/sync';
import { afterEach, describe, expect, it } from 'vitest';
import { exportContacts } from '../../src/app/pull/people/export-contacts.ts';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import { openWorld } from './pulled-world.ts';

const NAMES = [
  '="0012345"',
  '=HYPERLINK("http://evil.test","Ada")',
  '+1 Ada',
  '-5',
  '@ada',
  "'=1+1",
  "'007 Bond",
  "'t Hooft",
  'A\u001b[31mda',
  'A\\da\u0007',
  String.raw`'\A\x1b`,
  'Ada, "the first"',
];

const HOSTILE: EmulatorSeed = {
  app: { id_code: 'ecahpwf5', name: 'Acme' },
  attributes: [
    { model: 'contact', name: 'balance', data_type: 'float' },
    { model: 'contact', name: 'note', data_type: 'string' },
  ],
  contacts: NAMES.map((name, index) => ({
    id: `c${index}`,
    role: 'user',
    external_id: `customer-${index}`,
    email: `ada${index}@acme.test`,
    phone: `+3538712345${String(index).padStart(2, '0')}`,
    name,
    custom_attributes: { balance: -12.125 - index, note: name },
  })),
};

const MANIFEST = `apiVersion: interform/v1
kind: ContactSet
name: exported
source:
  file: contacts.csv
  columns:
    external_id: external_id
    email: email
    phone: phone
    name: name
    custom_attributes:
      balance: custom_attributes.balance
      note: custom_attributes.note
`;

let world: ReturnType<typeof openWorld> | undefined;
afterEach(() => world?.remove());

async function exported(raw: boolean) {
  world = openWorld(HOSTILE, { 'migrations/0001-people.yaml': MANIFEST });
  const fields = ['external_id', 'email', 'phone', 'name', 'custom_attributes'];
  const { exit, chunks } = await exportContacts(
    { project: world.folder, variables: new Map(), form: 'csv', fields, raw },
    world.ports,
  );
  expect(exit).toBe(0);
  const text = [...(chunks ?? [])].join('');
  return { world, text, cells: (parse(text) as string[][]).flat() };
}

describe('a CSV export of a hostile workspace', () => {
  it('holds no formula and no control character, and plans empty where it is read again', async () => {
    const { world, text, cells } = await exported(false);
    expect(cells.length).toBeGreaterThan(NAMES.length * 6);
    expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    expect(text).not.toMatch(/(?![\t\n\r])\p{Cc}/u);
    world.write('migrations/contacts.csv', text);
    const plan = await world.plan();
    // That a cell begins with = is still said: it may have been meant as a formula elsewhere.
    expect([...new Set(plan.diagnostics.map(({ code }) => code))]).toEqual(['formula-cell']);
    expect(plan.changes).toEqual([]);
  });

  it('holds every value as it is with --raw', async () => {
    const { cells } = await exported(true);
    for (const name of NAMES) expect(cells).toContain(name);
    expect(cells).toContain('-12.1250');
  });
});
