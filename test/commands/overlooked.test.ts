import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Apply } from '../../src/commands/apply.ts';
import { Plan } from '../../src/commands/plan.ts';
import { Validate } from '../../src/commands/validate.ts';
import { createEmulator, type Emulator } from '../../src/emulator/index.ts';
import { fakeTerminal, runCommand } from './fake-terminal.ts';
import { ProjectFolder } from './project-folder.ts';

const HEAD = 'apiVersion: interform/v1\nkind: ';
const TOKEN = 'canary-token-9f8e7d';
const FILES = {
  'interform.yaml': `${HEAD}Project\nguards: { max_detach: 5, max_rekey: 5 }\n`,
  'migrations/attributes.yaml': `${HEAD}DataAttributes\nmodel: contact\nattributes:\n  plan: { type: options, options: [free, pro] }\n`,
  'migrations/tags.yaml': `${HEAD}Tags\ntags: [vip]\n`,
  'migrations/good.yaml': `${HEAD}ContactSet\nname: good\nprune: { owner_tag: set-good, action: untag }\ncontacts:\n  - { external_id: ada, name: Ada }\n  - { external_id: grace, name: Grace }\n`,
};
const BAD = `${HEAD}ContactSet\nname: bad\nprecedence: 10\n`;
/** What is wrong with Ada in the set `bad`, told by a row, a contact and so on. */
const FAULTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a bad row': {
    'migrations/bad.yaml': `${BAD}source: { file: bad.csv }\n`,
    'migrations/bad.csv': 'external_id,email\nlinus,linus@acme.test\nada,ada-at-acme\n',
  },
  'a bad value in a row': {
    'migrations/bad.yaml': `${BAD}source: { file: bad.csv }\n`,
    'migrations/bad.csv': 'external_id,custom_attributes.plan\nlinus,pro\nada,enterprise\n',
  },
  'a row whose cells cannot be told apart': {
    'migrations/bad.yaml': `${BAD}source: { file: bad.csv }\n`,
    'migrations/bad.csv': 'external_id,email\nlinus,linus@acme.test\nada,"ada@acme.test\n',
  },
  'a contact whose key is misspelt': {
    'migrations/bad.yaml': `${BAD}contacts:\n  - { external_id: linus }\n  - { extrenal_id: ada, name: A }\n`,
  },
  'a bad value of a contact': {
    'migrations/bad.yaml': `${BAD}contacts:\n  - { external_id: linus }\n  - { external_id: ada, custom_attributes: { plan: enterprise } }\n`,
  },
  'a contact twice': {
    'migrations/bad.yaml': `${BAD}contacts:\n  - { external_id: ada, name: A }\n  - { external_id: ada, name: B }\n`,
  },
  'an unknown key of a contact': {
    'migrations/bad.yaml': `${BAD}contacts:\n  - { external_id: ada, nmae: A }\n`,
  },
  'an unknown tag': {
    'migrations/bad.yaml': `${BAD}contacts:\n  - { external_id: ada, tags: [nowhere] }\n`,
  },
  'an unknown key of the set': {
    'migrations/bad.yaml': `${HEAD}ContactSet\nname: bad\nprecedence: high\ncontacts:\n  - { external_id: ada, name: Augusta }\n`,
  },
  'a bad on_create': {
    'migrations/bad.yaml': `${BAD}on_create: { custom_attributes: { plan: enterprise } }\ncontacts:\n  - { external_id: ada }\n`,
  },
  'a live lead': {
    'migrations/bad.yaml': `${BAD}contacts:\n  - { external_id: ada, email: lead@acme.test }\n`,
  },
  'two sets that disagree': {
    'migrations/bad.yaml': `${BAD}contacts:\n  - { external_id: ada, name: Augusta }\n---\n${HEAD}ContactSet\nname: bad-too\nprecedence: 10\ncontacts:\n  - { external_id: ada, name: Ada L }\n`,
  },
};
const HIDING: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a source that is not there': { 'migrations/bad.yaml': `${BAD}source: { file: gone.csv }\n` },
  'a source that is wrong': { 'migrations/bad.yaml': `${BAD}source: { flie: bad.csv }\n` },
  'a list of contacts that is none': { 'migrations/bad.yaml': `${BAD}contacts: ada\n` },
  'a file that is no YAML': { 'migrations/bad.yaml': `${BAD}contacts: [\n` },
  'a wrong attribute': {
    'migrations/more.yaml': `${HEAD}DataAttributes\nmodel: contact\nattributes:\n  seats: { type: number }\n`,
  },
};

let emulator: Emulator;
let server: Awaited<ReturnType<Emulator['listen']>>;
let project: ProjectFolder;

beforeEach(async () => {
  emulator = createEmulator({
    token: TOKEN,
    seed: {
      tags: ['set-good'],
      contacts: [
        { id: 'u-ada', role: 'user', external_id: 'ada', name: 'Old', tags: ['set-good'] },
        { id: 'u-left', role: 'user', external_id: 'left', tags: ['set-good'] },
        { id: 'l-lead', role: 'lead', email: 'lead@acme.test' },
      ],
    },
  });
  server = await emulator.listen({ port: 0 });
  project = new ProjectFolder(FILES);
});

afterEach(async () => {
  await server.close();
  project.remove();
});

const terminal = () =>
  fakeTerminal({
    cwd: project.path,
    env: { INTERCOM_ACCESS_TOKEN: TOKEN, INTERCOM_BASE_URL: server.url },
  });

interface Said {
  readonly code: string;
  readonly severity: string;
  readonly summary: string;
  readonly detail?: string;
}

async function run(command: typeof Plan | typeof Apply | typeof Validate, ...argv: string[]) {
  const { out, exit } = await runCommand(command, ['--json', ...argv], terminal());
  const { changes = [], results = [], diagnostics } = JSON.parse(out);
  const addresses: readonly string[] = [...changes, ...results].map(
    ({ address }: { address: string }) => address,
  );
  return { exit, addresses, diagnostics: diagnostics as readonly Said[] };
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) project.write(name, text);
}

const SELECTIONS = [
  ['--target', 'contact/good/**'],
  ['--file', 'migrations/good.yaml'],
  ['--exclude', 'contact/bad*/**'],
];

describe.each(Object.entries(FAULTS))('%s in a set that is not selected', (_name, files) => {
  beforeEach(() => write(files));

  it.each(SELECTIONS)('is a warning, and nobody whom it names is changed: %s %s', async (...flags) => {
    const argv = flags.filter((flag) => flag !== undefined);
    const { exit, addresses, diagnostics } = await run(Plan, ...argv);
    expect(exit, JSON.stringify(diagnostics)).toBe(0);
    expect(diagnostics.filter(({ summary }) => summary.includes('(not selected)')).length).toBeGreaterThan(0);
    expect(diagnostics.map(({ severity }) => severity)).not.toContain('error');
    expect(addresses).toContain('contact/good/grace');
    expect(addresses.filter((address) => /ada|left/.test(address))).toEqual([]);
    expect(diagnostics.map(({ code }) => code)).toContain('prune-withheld');
  });

  it('is an error where the set is selected, by one of its people too', async () => {
    for (const argv of [[], ['--target', 'contact/*/ada'], ['--target', 'contact/bad/linus']]) {
      const { exit } = await run(Plan, ...argv);
      expect(exit, argv.join(' ')).toBe(1);
    }
  });
});

describe('what stays an error', () => {
  it.each(Object.entries(HIDING))('%s', async (_name, files) => {
    write(files);
    for (const flags of SELECTIONS.slice(0, 2)) {
      const planned = await run(Plan, ...flags);
      expect(planned.exit, JSON.stringify(planned.diagnostics)).toBe(1);
      expect((await run(Validate, ...flags)).exit).toBe(1);
    }
  });
});

it('two sets that disagree stop the plan where one of them is selected', async () => {
  write(FAULTS['two sets that disagree'] ?? {});
  for (const command of [Plan, Validate])
    expect((await run(command, '--target', 'contact/bad-too/**')).exit).toBe(1);
});

describe.each(Object.keys(FAULTS).filter((name) => name !== 'a live lead'))('validate, of %s', (name) => {
  it('finds a warning where the set is not selected', async () => {
    write(FAULTS[name] ?? {});
    const { exit, diagnostics } = await run(Validate, '--target', 'contact/good/**');
    expect(exit, JSON.stringify(diagnostics)).toBe(0);
  });
});

describe('the other commands', () => {
  it('apply does as plan does', async () => {
    write(FAULTS['a bad row'] ?? {});
    const { exit, addresses } = await run(Apply, '--auto-approve', '--target', 'contact/good/**');
    expect(exit).toBe(0);
    expect(addresses).toContain('contact/good/grace');
    expect(emulator.state.allContacts().find(({ external_id }) => external_id === 'ada')?.name).toBe('Old');
  });

  it('validate does as plan does', async () => {
    write(FAULTS['a bad row'] ?? {});
    expect((await run(Validate, '--target', 'contact/good/**')).exit).toBe(0);
    expect((await run(Validate)).exit).toBe(1);
  });

  it('writes no reject file, and counts nothing as left out', async () => {
    write(FAULTS['a bad row'] ?? {});
    const { diagnostics } = await run(Plan, '--target', 'contact/good/**');
    expect(diagnostics.map(({ code }) => code)).not.toContain('rows-left-out');
    expect(() => project.read('migrations/bad.rejects.csv')).toThrow();
  });
});
