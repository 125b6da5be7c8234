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
  const texts = new Set<unknown>();
  vi.spyOn(Spool.prototype, 'add').mockImplementation(function (this: Spool<unknown>, value, key) {
    add.call(this, value, key);
    open.set(this, value);
    if (typeof value === 'string') texts.add(this);
  });
  vi.spyOn(Spool.prototype, 'close').mockImplementation(function (this: Spool<unknown>) {
    close.call(this);
    open.delete(this);
  });
  return { open: () => [...open.values()], texts: () => texts.size };
}

/** What a pull answers from to its end: contacts and pages of them, and answers of Intercom. */
function isLive(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isLive);
  return typeof value === 'object' && value !== null && ('role' in value || 'answer' in value);
}

/** A lead beside a user of its email. */
const lead: SeedContact = { role: 'lead', email: 'customer-60@acme.test' };

it.each([
  { what: 'added in data files', more: [], setting: '', texts: { made: 1, open: 1 } },
  // Each lacks the tag of the set, and is compared without it again.
  {
    what: 'added, and some of it left out again',
    more: [],
    setting: 'prune: { owner_tag: set-users, action: untag }\n',
    texts: { made: 2, open: 1 },
  },
  // One too many for a manifest, until the user of the lead is left out.
  {
    what: 'too few for data files in the end',
    more: [lead],
    setting: 'identity: { leads: error }\n',
    texts: { made: 4, open: 0 },
    count: 121,
  },
  { what: 'too few for data files', more: [], setting: '', texts: { made: 0, open: 0 }, count: 30 },
])('closes what comparisons and rows that are superseded hold on disk: people $what', async (one) => {
  const { more, setting, texts, count = COUNT } = one;
  const seed = { tags: ['set-users'], contacts: [...people.slice(0, count), ...more] };
  const world = openWorld(seed, OWN);
  try {
    await world.run(ALL, { batchRows: 7 });
    for (const [name, text] of world.files()) {
      if (name.endsWith('.yaml')) world.write(name, withSetting(text, setting));
    }
    const spools = watchSpools();
    const { document } = await world.run(ALL, { batchRows: 7 });
    expect(document?.exit).toBe(0);
    expect(spools.open().filter((value) => typeof value !== 'string' && !isLive(value))).toEqual([]);
    // Those of the last round are what is written.
    const open = spools.open().filter((value) => typeof value === 'string').length;
    expect({ made: spools.texts(), open }).toEqual(texts);
  } finally {
    world.remove();
  }
});

/** With a setting of the set of pulled users in the place of what a pull wrote there. */
function withSetting(text: string, setting: string): string {
  const [key] = setting.split(' ');
  const written = new RegExp(`(name: pulled-users\\n(?:(?!---).*\\n)*?)${key}.*\\n(?: .*\\n)*`);
  const rest = setting === '' ? text : text.replace(written, '$1');
  return rest.replace('name: pulled-users\n', (line) => line + setting);
}

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
