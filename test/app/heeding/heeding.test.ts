import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { indexLagMs } from '../../../src/app/heeding/kept-facts.ts';
import { Apply } from '../../../src/commands/apply.ts';
import { Plan } from '../../../src/commands/plan.ts';
import {
  createEmulator,
  type Emulator,
  type EmulatorSeed,
  parseFaults,
} from '../../../src/emulator/index.ts';
import { createKeyedHash } from '../../../src/store/keyed-hash.ts';
import { Store } from '../../../src/store/store.ts';
import {
  FACT_RANGES,
  FACTS_FORMAT,
  type Fact,
  type FactName,
  workspaceFacts,
} from '../../../src/types/facts.ts';
import { fakeTerminal, runCommand } from '../../commands/fake-terminal.ts';
import { openFolder } from '../../store/opened-store.ts';

const HEAD = 'apiVersion: interform/v1\nkind: ';
const PEOPLE = Array.from({ length: 30 }, (_, index) => `ada-${index}`);

let folder: string;
let emulator: Emulator;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interform-heeding-'));
  write('interform.yaml', `${HEAD}Project\n`);
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, text: string) {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function emulate(spec: string, seed: EmulatorSeed = {}) {
  const app = { id_code: 'ecahpwf5', name: 'Acme', region: 'US' };
  emulator = createEmulator({ faults: parseFaults(spec), keepBodies: true, seed: { app, ...seed } });
}

function factOf(name: FactName, found: Fact['found']): Fact {
  return {
    name,
    question: 'Is it so?',
    assumed: FACT_RANGES[name].assumed,
    found,
    state: 'differs',
    how: 'asked',
  };
}

/** Keeps facts in the store of the project, as a probe does. */
async function keep(found: Partial<Record<FactName, Fact['found']>>, workspace = 'ecahpwf5') {
  const backend = await openFolder(folder);
  const store = new Store(backend, createKeyedHash('', backend.hashKey));
  await store.saveFacts({
    format: FACTS_FORMAT,
    tool: '0.1.0',
    workspace: { id: workspace, name: 'Acme', region: 'US' },
    intercom_version: '2.16',
    probed_at: '2026-11-30T16:00:00.000Z',
    facts: Object.entries(found).map(([name, value]) => factOf(name as FactName, value)),
  });
  await store.close();
}

async function run(command: typeof Plan | typeof Apply, ...argv: readonly string[]) {
  const server = await emulator.listen({ port: 0 });
  try {
    const env = { INTERCOM_ACCESS_TOKEN: 'of-ada', INTERCOM_BASE_URL: server.url };
    return await runCommand(command, argv, { ...fakeTerminal({ cwd: folder, env }), now: Date.now });
  } finally {
    await server.close();
  }
}

const sent = (path: string) => emulator.requests.filter((request) => request.path === path);
const refused = () => emulator.requests.filter(({ status }) => status === 400);

function declarePeople(more = '') {
  const contacts = PEOPLE.map((id) => `  - { external_id: ${id}, name: Ada${more} }`).join('\n');
  write(
    'migrations/0001.yaml',
    `${HEAD}Tags\ntags: [vip]\n---\n${HEAD}ContactSet\nname: people\ncontacts:\n${contacts}\n`,
  );
}

describe('what a probe found', () => {
  it('decides how many people a search asks for', async () => {
    declarePeople();
    await keep({ nested_or: 'refused', or_most: 7 });
    emulate('or-in-or=off,or-limit=7');
    const { exit } = await run(Plan);
    expect(exit).toBe(0);
    expect(refused()).toEqual([]);
    expect(sent('/contacts/search').length).toBeGreaterThanOrEqual(Math.ceil(PEOPLE.length / 7));
  });

  it('is not known without it, and then a search may be refused', async () => {
    declarePeople();
    emulate('or-in-or=off');
    expect((await run(Plan)).exit).toBe(0);
    expect(refused().length).toBeGreaterThan(0);
  });

  it('makes searches larger where that was accepted', async () => {
    declarePeople();
    emulate('or-in-or=off,or-limit=150');
    await run(Plan);
    const usual = sent('/contacts/search').length;
    await keep({ nested_or: 'refused', or_most: 150 });
    emulate('or-in-or=off,or-limit=150');
    await run(Plan);
    expect(sent('/contacts/search').length).toBeLessThan(usual);
    expect(refused()).toEqual([]);
  });

  it('decides how many users are tagged at once, and the plan counts them so', async () => {
    declarePeople(', tags: [vip]');
    await keep({ bulk_tag_most: 8 });
    emulate('bulk-tag-limit=8', { tags: ['vip'] });
    const { out } = await run(Plan, '--json');
    const { cost } = JSON.parse(out) as { cost: { writes: number } };
    const { exit } = await run(Apply, '--auto-approve');
    expect(exit).toBe(0);
    const tagging = sent('/tags').filter(({ method }) => method === 'POST');
    expect(tagging).toHaveLength(Math.ceil(PEOPLE.length / 8));
    expect(cost.writes).toBe(PEOPLE.length + tagging.length);
  });

  describe('of bulk updates', () => {
    const keys = Array.from({ length: 60 }, (_, index) => `grace-${index}`);
    const seed = { contacts: keys.map((external_id) => ({ external_id, name: 'Ada' })) };
    const declare = (name: string) =>
      write(
        'migrations/0001.yaml',
        `${HEAD}ContactSet\nname: people\ncontacts:\n${keys.map((id) => `  - { external_id: ${id}, name: ${name} }\n`).join('')}`,
      );
    const costs = async (...flags: readonly string[]) => {
      const { out } = await run(Plan, '--json', ...flags);
      return (JSON.parse(out) as { cost: { bulk?: { updates?: unknown } } }).cost.bulk?.updates;
    };

    it.each([
      { found: {}, flags: [], updates: undefined },
      { found: {}, flags: ['--bulk', 'auto'], updates: undefined },
      { found: { bulk_update: 'refused' }, flags: ['--bulk', 'auto'], updates: undefined },
      { found: { bulk_update: 'works' }, flags: ['--bulk', 'off'], updates: undefined },
      { found: { bulk_update: 'works' }, flags: ['--recheck', 'each'], updates: undefined },
      { found: { bulk_update: 'works' }, flags: [], updates: { contacts: 60, requests: 1, reads: 2 } },
    ] as const)(
      'decides whether contacts are updated so: $found $flags',
      async ({ found, flags, updates }) => {
        declare('Grace');
        await keep(found);
        emulate('bulk-update=on', seed);
        expect(await costs(...flags)).toEqual(updates);
      },
    );

    it('is forgotten for a month once Intercom refuses them, and creates are tried all the same', async () => {
      declare('Grace');
      await keep({ bulk_update: 'works' });
      emulate('bulk-update=off', seed);
      const { exit, err } = await run(Apply, '--auto-approve');
      expect({ exit, isSaid: err.includes('bulk-refused') }).toEqual({ exit: 0, isSaid: true });
      expect(err).toContain('= PUT /contacts/bulk: 404');
      expect(sent('/contacts/bulk')).toHaveLength(1);
      declare('Edith');
      expect(await costs()).toBeUndefined();
      expect(await costs('--bulk', 'auto')).toBeDefined();
      keys.push(...keys.map((key) => `new-${key}`));
      declare('Edith');
      const { out } = await run(Plan, '--json');
      expect(JSON.parse(out)).toMatchObject({ cost: { bulk: { contacts: 60 } } });
    });
  });

  it('can only raise how long search may lag', () => {
    const project = { store: { index_lag: 300_000 } } as never;
    const measured = (ms: number | null) => workspaceFacts([factOf('index_lag_ms', ms)]);
    expect(indexLagMs(project, measured(400_000))).toBe(400_000);
    expect(indexLagMs(project, measured(16))).toBe(300_000);
    expect(indexLagMs(project, measured(null))).toBe(300_000);
  });
});

describe('a step that rests on what was found wrong', () => {
  const attributes = (text: string) => `${HEAD}DataAttributes\nmodel: contact\nattributes:\n  ${text}\n`;
  const tier = {
    model: 'contact',
    name: 'tier',
    data_type: 'options',
    options: ['free', 'gold', 'old'],
  } as const;
  const cases = [
    {
      code: 'options-stay',
      found: { option_update: 'appended' },
      manifest: attributes('tier: { type: options, options: [free, gold] }'),
      allow: ['--allow', 'drop_option=1'],
      address: 'attribute/contact/tier',
    },
    {
      code: 'archived-for-good',
      found: { unarchive_attribute: 'refused' },
      manifest: attributes('tier: { type: options, options: [free, gold, old], archived: true }'),
      allow: ['--allow', 'archive=1'],
      address: 'attribute/contact/tier',
    },
    {
      code: 'merges-unseen',
      found: { merged_get: 404 },
      manifest: `${HEAD}Removed\ncontacts: [{ external_id: ada }]\n`,
      allow: ['--allow', 'delete=1'],
      address: expect.stringContaining('removed/'),
    },
  ] as const;
  const seed = { attributes: [tier], contacts: [{ external_id: 'ada', email: 'ada@acme.test' }] };
  const writes = () =>
    emulator.requests.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/search'));

  it.each(cases)(
    'is refused as $code, and nothing is written',
    async ({ code, found, manifest, allow, address }) => {
      write('migrations/0001.yaml', manifest);
      await keep(found);
      emulate('', seed);
      const { exit, out } = await run(Plan, '--json', ...allow);
      const { diagnostics } = JSON.parse(out) as {
        diagnostics: { code: string; severity: string; address?: string }[];
      };
      expect(exit).toBe(1);
      expect(diagnostics).toContainEqual(expect.objectContaining({ code, severity: 'error', address }));
      expect((await run(Apply, '--auto-approve', ...allow)).exit).toBe(1);
      expect(writes()).toEqual([]);
    },
  );

  it.each(cases)(
    'is made where another workspace is so ($code)',
    async ({ code, found, manifest, allow }) => {
      write('migrations/0001.yaml', manifest);
      await keep(found, 'x1y2z3');
      emulate('', seed);
      const { exit, err } = await run(Apply, '--auto-approve', ...allow);
      expect(err).not.toContain(code);
      expect(exit).toBe(0);
      expect(writes().length).toBeGreaterThan(0);
    },
  );

  it.each(cases)(
    'stops a plan that was saved before the probe ($code)',
    async ({ code, found, manifest, allow }) => {
      write('migrations/0001.yaml', manifest);
      emulate('', seed);
      await run(Plan, '--out', 'plan.jsonl', ...allow);
      await keep(found);
      const { exit, err } = await run(Apply, 'plan.jsonl', '--auto-approve', ...allow);
      expect(exit).toBe(1);
      expect(err).toContain(code);
      expect(writes()).toEqual([]);
    },
  );
});
