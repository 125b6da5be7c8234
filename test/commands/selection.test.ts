import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Apply } from '../../src/commands/apply.ts';
import { Plan } from '../../src/commands/plan.ts';
import { Render } from '../../src/commands/render.ts';
import { Validate } from '../../src/commands/validate.ts';
import { createEmulator, type Emulator } from '../../src/emulator/index.ts';
import { fakeTerminal, runCommand } from './fake-terminal.ts';
import { ProjectFolder } from './project-folder.ts';

const HEAD = 'apiVersion: interform/v1\nkind: ';
const TOKEN = 'canary-token-9f8e7d';
const PROJECT = `${HEAD}Project\nmanifests: [{ folder: crm, owner: revops }, support]\nguards: { max_merge: 5, max_detach: 5 }\n`;
const FILES = {
  'interform.yaml': PROJECT,
  'crm/0001-plan.yaml': `${HEAD}DataAttributes\nmodel: contact\nattributes:\n  plan: { type: string }\n  seats: { type: integer }\n`,
  'crm/0002-plan.yaml': `${HEAD}DataAttributes\nmodel: contact\nowner: billing\nattributes:\n  plan: { description: Billing plan }\n`,
  'crm/beta.yaml': `${HEAD}ContactSet\nname: beta\nidentity: { leads: absorb }\nprune: { owner_tag: set-beta, action: untag }\nsource: { file: data/beta.csv }\n`,
  'crm/data/beta.csv':
    'external_id,email,custom_attributes.plan\nada,ada@acme.test,pro\nalan,alan@acme.test,free\n',
  'support/vip.yaml': `${HEAD}Tags\ntags: [vip, quiet]\n`,
  'support/known.yaml': `${HEAD}ContactSet\nname: known\nowner: support\ncontacts:\n  - { external_id: ada, tags: [vip] }\n  - { external_id: linus, tags: [vip] }\n`,
};

let emulator: Emulator;
let server: Awaited<ReturnType<Emulator['listen']>>;
let project: ProjectFolder;

beforeEach(async () => {
  emulator = createEmulator({
    token: TOKEN,
    seed: {
      tags: ['set-beta'],
      contacts: [
        { id: 'lead-1', role: 'lead', email: 'ada@acme.test' },
        { id: 'user-1', role: 'user', external_id: 'ada', email: 'ada@acme.test' },
        { id: 'user-2', role: 'user', external_id: 'grace', tags: ['set-beta'] },
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

async function planned(...argv: string[]): Promise<readonly string[]> {
  const { out, exit } = await runCommand(Plan, ['--json', ...argv], terminal());
  expect(exit, out).toBe(0);
  return JSON.parse(out).changes.map(({ address }: { address: string }) => address);
}

async function findings(
  command: typeof Plan | typeof Validate | typeof Render | typeof Apply,
  ...argv: string[]
) {
  const { out, exit } = await runCommand(command, ['--json', ...argv], terminal());
  const { diagnostics } = JSON.parse(out) as {
    diagnostics: readonly { code: string; detail?: string; summary: string; severity: string }[];
  };
  const shown = diagnostics.map(({ code, detail }) => [code, detail].filter(Boolean).join(': '));
  return { exit, shown, diagnostics };
}

const BETA = ['contact/beta/ada', 'contact/beta/alan', 'contact/beta/grace', 'merge/lead-1'];
const PLAN = 'attribute/contact/plan';
const SEATS = 'attribute/contact/seats';
const NEEDED = [PLAN, 'tag/vip'];

/** What the flags select, in no order. */
const cases: readonly (readonly [readonly string[], readonly string[]])[] = [
  [['--file', 'crm/0002-plan.yaml'], [PLAN]],
  [
    ['--file', './crm/0001-*.yaml'],
    [PLAN, SEATS],
  ],
  [
    ['--file', '**/0001-plan.yaml'],
    [PLAN, SEATS],
  ],
  [
    ['--file', 'crm/beta.yaml'],
    [...NEEDED, ...BETA],
  ],
  [
    ['--file', 'crm/data/*.csv'],
    [...NEEDED, 'contact/beta/ada', 'contact/beta/alan', 'merge/lead-1'],
  ],
  [
    ['--file', 'support/**'],
    ['tag/vip', 'tag/quiet', PLAN, 'contact/beta/ada', 'contact/known/linus', 'merge/lead-1'],
  ],
  [
    ['--file', 'support/**', '--exclude', 'contact/**'],
    ['tag/vip', 'tag/quiet'],
  ],
  [
    ['--file', 'support/**', '--owner', 'support'],
    ['tag/vip', PLAN, 'contact/beta/ada', 'contact/known/linus', 'merge/lead-1'],
  ],
  [['--owner', 'billing'], [PLAN]],
  [
    ['--owner', 'billing', '--owner', 'revops'],
    [...NEEDED, SEATS, ...BETA],
  ],
  [
    ['--owner', 'revops', '--target', 'attribute/**'],
    [PLAN, SEATS],
  ],
  [['--owner', 'revops', '--target', 'contact/known/*'], []],
  [['--file', 'crm/data/beta.csv', '--owner', 'support'], []],
];

describe('--file and --owner', () => {
  it.each(cases)('%j', async (argv, expected) => {
    expect([...(await planned(...argv))].sort()).toEqual([...expected].sort());
  });

  it('say in the last line that something is left out', async () => {
    const { out } = await runCommand(Plan, ['--owner', 'billing'], terminal());
    expect(out.trimEnd().split('\n').at(-1)).toMatch(/\(filtered\)/);
  });

  it('apply what they select and nothing else', async () => {
    const { out, exit } = await runCommand(
      Apply,
      ['--json', '--auto-approve', '--file', 'crm/0002-plan.yaml'],
      terminal(),
    );
    expect(exit, out).toBe(0);
    expect(JSON.parse(out).results.map(({ address }: { address: string }) => address)).toEqual([PLAN]);
  });

  it.each([Plan, Validate, Render, Apply])('that name nothing are an error of %o', async (command) => {
    const more = command === Apply ? ['--auto-approve'] : [];
    const found = await findings(
      command,
      ...['--file', 'crm/bta.yaml', '--file', 'support', '--owner', 'revop', ...more],
    );
    expect(found.exit).toBe(1);
    expect(found.shown).toEqual([
      'no-such-file: did you mean "crm/beta.yaml"?',
      'no-such-file: did you mean "support/**"?',
      'no-such-owner: did you mean "revops"?',
    ]);
  });

  it('select what render shows', async () => {
    const { out } = await runCommand(Render, ['--json', '--file', 'crm/data/beta.csv'], terminal());
    expect(JSON.parse(out).items.map(({ address }: { address: string }) => address)).toEqual([
      'contact/beta/ada',
      'contact/beta/alan',
    ]);
  });
});

it('--target takes a lead that a set absorbs, without any manifest of merges', async () => {
  expect(await planned('--target', 'merge/lead-1')).toContain('merge/lead-1');
  expect((await findings(Plan, '--target', 'merge/lead-2')).shown).toEqual([
    'no-such-address: did you mean "merge/lead-1"?',
  ]);
});

it.each([
  ['contact/old/ada', 'contact/beta/ada'],
  ['contact/old/**', 'contact/beta/**'],
  ['contact/old', 'contact/beta/**'],
])('--target %s by the former name of a set is told %s', async (written, today) => {
  project.write('crm/beta.yaml', FILES['crm/beta.yaml'].replace('name: beta', 'name: beta\nwas: [old]'));
  for (const command of [Plan, Validate, Render]) {
    const { exit, shown } = await findings(command, '--target', written);
    expect([exit, shown]).toEqual([1, [`no-such-address: did you mean "${today}"?`]]);
  }
});

describe('exclude: in the project file', () => {
  it('is added to --exclude, is said, and may match nothing', async () => {
    project.write('interform.yaml', `${PROJECT}exclude: ["contact/beta/**", tag/nowhere]\n`);
    const { out, exit } = await runCommand(Plan, ['--json', '--exclude', 'tag/quiet'], terminal());
    const { changes, diagnostics, filtered } = JSON.parse(out);
    expect(exit).toBe(0);
    expect(filtered).toBe(true);
    expect(changes.map(({ address }: { address: string }) => address)).toEqual([
      PLAN,
      SEATS,
      'tag/vip',
      'contact/known/linus',
    ]);
    expect(diagnostics).toEqual([
      expect.objectContaining({
        code: 'project-exclude',
        severity: 'info',
        summary: 'exclude: in the project file leaves out 4 changes',
        file: 'interform.yaml',
        line: 5,
      }),
      expect.objectContaining({
        code: 'idle-exclude',
        severity: 'warning',
        summary: 'exclude: tag/nowhere in the project file matches nothing, so it leaves nothing out',
        file: 'interform.yaml',
        line: 5,
      }),
    ]);
  });

  it('warns of an entry that matches nothing, with what it may mean, online and offline', async () => {
    project.write(
      'interform.yaml',
      `${PROJECT}exclude:\n  - contact/bata/**\n  - contact/beta/grace\n  - tag/vup\n  - merge/x\n  - contact/known/linus\n`,
    );
    const idle = async (command: typeof Plan | typeof Validate | typeof Render, ...argv: string[]) => {
      const { out } = await runCommand(command, ['--json', ...argv], terminal());
      return JSON.parse(out)
        .diagnostics.filter(({ code }: { code: string }) => code === 'idle-exclude')
        .map(({ line, detail }: { line: number; detail?: string }) => [line, detail]);
    };
    const expected = [
      [6, 'did you mean "contact/beta/**"?'],
      [8, 'did you mean "tag/vip"?'],
    ];
    expect(await idle(Plan)).toEqual(expected);
    expect(await idle(Validate)).toEqual(expected);
    expect(await idle(Render)).toEqual(expected);
    // A later version may declare what the entry names.
    expect(await idle(Plan, '--to', '0001')).toEqual([]);
  });

  it('is that of the environment where one says it', async () => {
    project.write(
      'interform.yaml',
      `${PROJECT}exclude: [contact/**]\nenvironments:\n  staging: { exclude: [] }\n  production: {}\n`,
    );
    expect(await planned('--env', 'staging', '--target', 'contact/**')).toHaveLength(7);
    expect(await planned('--env', 'production', '--target', 'contact/**')).toHaveLength(0);
  });

  it('leaves out of render what it names', async () => {
    project.write('interform.yaml', `${PROJECT}exclude: ["contact/**", "attribute/**"]\n`);
    const { out } = await runCommand(Render, ['--json'], terminal());
    expect(JSON.parse(out).items.map(({ address }: { address: string }) => address)).toEqual([
      'tag/vip',
      'tag/quiet',
    ]);
  });
});
