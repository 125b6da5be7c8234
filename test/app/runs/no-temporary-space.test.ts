import { afterEach, expect, it, vi } from 'vitest';
import { readJournal } from '../../../src/app/runs/read-journal.ts';
import { createKeyedHash } from '../../../src/store/keyed-hash.ts';
import { Store } from '../../../src/store/store.ts';
import { clearDesks, setUpDesk } from '../../store/desk.ts';
import { memoryBackend } from '../../store/memory-backend.ts';

afterEach(async () => {
  vi.unstubAllEnvs();
  await clearDesks();
});

/** More than are kept in memory, with records that do not fit into one buffer. */
const ROWS = 3_000;
const FILES = {
  'migrations/people.yaml':
    'apiVersion: interform/v1\nkind: ContactSet\nname: people\nsource: { file: people.csv }\n',
  'migrations/people.csv': [
    'external_id,email,name',
    ...Array.from({ length: ROWS }, (_, n) => `customer-${n},customer-${n}@acme.test,Customer ${n}`),
    '',
  ].join('\n'),
};

it.each([
  { bulk: 'off', path: '/contacts', least: 2_000 },
  { bulk: 'auto', path: '/contacts/bulk', least: 0 },
])(
  'stops a run whose temporary files find no room, tells of what it did, and doubles nobody afterwards: bulk $bulk',
  {
    timeout: 120_000,
  },
  async ({ bulk, path, least }) => {
    const project = `apiVersion: interform/v1\nkind: Project\nbulk: ${bulk}\n`;
    const desk = await setUpDesk(240_000, { ...FILES, 'interform.yaml': project });
    desk.loses = ({ method, url }) => {
      if (method === 'POST' && url.endsWith(path)) vi.stubEnv('TMPDIR', '/nowhere/at/all');
      return false;
    };
    const first = await desk.apply();
    expect(first.exit).toBe(3);
    if (!('results' in first)) throw new Error('there is a result');
    expect(first.diagnostics.filter(({ code }) => code === 'no-temporary-space')).toHaveLength(1);
    expect(first.diagnostics.filter(({ code }) => code === 'internal-error')).toEqual([]);
    expect(first.results).toHaveLength(ROWS);
    const done = first.summary.done;
    expect(done).toBeGreaterThanOrEqual(least);
    expect(done).toBeLessThan(ROWS);
    expect(Array.from(first.results).filter(({ outcome }) => outcome === 'done')).toHaveLength(done);

    const store = new Store(memoryBackend(desk.store), createKeyedHash('of-ada', new Uint8Array(32)));
    const [run] = await store.runs();
    if (run === undefined) throw new Error('no run was recorded');
    const { intents, outcomes } = await readJournal(store, run);
    expect(intents.length).toBeGreaterThan(least);
    expect(intents.filter(({ n }) => !outcomes.has(n))).toEqual([]);

    vi.unstubAllEnvs();
    desk.loses = () => false;
    const second = await desk.apply();
    expect(second.exit).toBe(0);
    expect(desk.doubled()).toEqual([]);
    expect(desk.emulator.state.liveContacts()).toHaveLength(ROWS);
  },
);
