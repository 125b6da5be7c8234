import { afterEach, expect, it, vi } from 'vitest';
import type { SeedContact } from '../../src/emulator/index.ts';
import { diskFiles } from '../../src/sources/index.ts';
import { Spool } from '../../src/spool/spool.ts';
import { ALL, openWorld } from './pulled-world.ts';

afterEach(() => void vi.restoreAllMocks());

const COUNT = 130;

const people = Array.from(
  { length: COUNT },
  (_, at): SeedContact => ({
    role: 'user',
    external_id: `customer-${at}`,
    email: `customer-${at}@acme.test`,
    name: `Ada ${at}`,
  }),
);

const OWN = {
  'migrations/0001-own.yaml': `apiVersion: interform/v1
kind: ContactSet
name: own
source: { file: own.jsonl }
policy: { on_bad_row: skip }
contacts:
  - { external_id: customer-50, name: Other }
`,
  'migrations/own.jsonl': people
    .slice(0, 20)
    .map(({ external_id }) => JSON.stringify({ external_id, name: 'Other' }))
    .concat('{"external_id":"nobody","email":"no address","tags":["unknown"]}')
    .join('\n'),
};

/** What the spools that were added to and not closed hold one of. */
function watchSpools() {
  const open = new Map<unknown, unknown>();
  const { add, close } = Spool.prototype;
  let most = 0;
  vi.spyOn(Spool.prototype, 'add').mockImplementation(function (this: Spool<unknown>, value, key) {
    add.call(this, value, key);
    open.set(this, value);
    most = Math.max(most, open.size);
  });
  vi.spyOn(Spool.prototype, 'close').mockImplementation(function (this: Spool<unknown>) {
    close.call(this);
    open.delete(this);
  });
  return { open: () => [...open.values()], most: () => most };
}

/** What a pull answers from to its end: contacts, and answers of Intercom. */
function isLive(value: unknown): boolean {
  return typeof value === 'object' && value !== null && ('role' in value || 'answer' in value);
}

it.each([
  { what: 'added in data files', more: [] },
  {
    what: 'added, and left out again',
    more: [
      { role: 'user', external_id: ' padded ', email: 'a@acme.test', name: ' Ada ' },
      { role: 'user', external_id: 'crowd-3', email: 'CROWD-3@acme.test' },
      { role: 'user', external_id: 'CROWD-3', email: 'crowd-3@acme.test' },
      { role: 'lead', email: 'no address' },
    ] satisfies readonly SeedContact[],
  },
  { what: 'too few for data files', more: [], count: 30 },
])('closes what comparisons and rows that are superseded hold on disk: people $what', async (one) => {
  const { more, count = COUNT } = one;
  const world = openWorld({ contacts: [...people.slice(0, count), ...more] }, OWN);
  try {
    await world.run(ALL, { batchRows: 7 });
    // Then one to which rows of an earlier pull are known.
    const spools = watchSpools();
    const { document } = await world.run(ALL, { batchRows: 7 });
    expect(document?.exit).toBe(0);
    expect(spools.most()).toBeGreaterThan(spools.open().length);
    const texts = spools.open().filter((value) => typeof value === 'string');
    expect(spools.open().filter((value) => typeof value !== 'string' && !isLive(value))).toEqual([]);
    expect(texts.length).toBeLessThanOrEqual(2);
  } finally {
    world.remove();
  }
});

it('never reads a data file whole', async () => {
  const world = openWorld({ contacts: people }, OWN);
  try {
    await world.run(ALL, {});
    const read = vi.spyOn(diskFiles, 'read');
    world.write('migrations/data/pulled-users.jsonl', '{"external_id":"gone"}\n');
    const { document } = await world.run(ALL, { batchRows: 7 });
    expect(document?.files.map(({ action }) => action)).toContain('update');
    const paths = read.mock.calls.map(([path]) => path);
    expect(paths.filter((path) => path.endsWith('.yaml'))).not.toEqual([]);
    expect(paths.filter((path) => path.endsWith('.jsonl'))).toEqual([]);
  } finally {
    world.remove();
  }
});
