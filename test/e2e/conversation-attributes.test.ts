import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Audit } from '../../src/commands/audit.ts';
import { Pull } from '../../src/commands/pull.ts';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import { openProject, type Project } from '../approval/project.ts';
import { fakeTerminal, runCommand } from '../commands/fake-terminal.ts';
import { serveWithFaults } from '../commands/faulty-server.ts';

const LIST = '/conversations/attributes';
const SEED: EmulatorSeed = {
  teams: [
    { id: '1', name: 'Support' },
    { id: '2', name: 'Sales' },
  ],
  conversation_attributes: [
    { name: 'Root cause', data_type: 'list', options: ['Bug', 'HowTo', 'Spam'], visible_to_team_ids: ['1'] },
    { name: 'Detail', data_type: 'string', multiline: true },
    { name: 'Old', data_type: 'string', archived: true },
  ],
};
const FILE = '0001-conversation-attributes.yaml';
const head = 'apiVersion: interform/v1\nkind: ConversationAttributes\nattributes:\n';

let project: Project | undefined;

afterEach(() => project?.close());

async function opened(seed: EmulatorSeed = SEED, config = ''): Promise<Project> {
  project = await openProject({ seed, config });
  return project;
}

function run({ url, folder }: Project, command: Parameters<typeof runCommand>[0], ...argv: string[]) {
  const env = { INTERCOM_ACCESS_TOKEN: 'of-ada', INTERCOM_BASE_URL: url };
  return runCommand(command, argv, fakeTerminal({ cwd: folder, env }));
}

async function planned(of: Project, ...argv: string[]): Promise<PlanDocument> {
  return JSON.parse((await of.plan('--json', ...argv)).out) as PlanDocument;
}

const changesOf = async (of: Project) =>
  [...(await planned(of)).changes].map(({ address, action, fields }) => ({ address, action, fields }));

function optionsOf({ body }: { readonly body: unknown }) {
  return (body as { options: readonly { id: string; label: string }[] }).options;
}

async function errorsOf(manifest: string, seed: EmulatorSeed = SEED): Promise<readonly string[]> {
  const of = await opened(seed);
  of.write(FILE, head + manifest);
  const { diagnostics } = await planned(of);
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
}

describe('a project of conversation attributes', () => {
  it('is pulled, plans empty, is edited, planned and applied, and plans empty', async () => {
    const of = await opened();
    expect((await run(of, Pull)).exit).toBe(0);
    expect(of.read(FILE)).toContain('    options: [Bug, HowTo, Spam]\n    visible_to: [Support]\n');
    expect(await changesOf(of)).toEqual([]);

    const edited = of
      .read(FILE)
      .replace('[Bug, HowTo, Spam]', '[Bug, { label: How-to, was: [HowTo] }, Question]')
      .replace('visible_to: [Support]', 'visible_to: [Sales, Support]');
    of.write(
      FILE,
      `${edited}  Orders: { type: relationship, reference: { type: many, object_type_id: Order } }\n`,
    );
    const blocked = await of.apply();
    expect(blocked.exit).toBe(5);
    expect(await changesOf(of)).toEqual([
      {
        address: 'conversation_attribute/Root%20cause',
        action: 'update',
        fields: {
          visible_to: { before: ['Support'], after: ['Sales', 'Support'] },
          'options.HowTo': { before: 'HowTo', after: 'How-to' },
          'options.Question': { before: null, after: 'Question' },
          'options.Spam': { before: 'Spam', after: null },
        },
      },
      {
        address: 'conversation_attribute/Orders',
        action: 'create',
        fields: {
          type: { after: 'relationship' },
          reference: { after: { type: 'many', object_type_id: 'Order' } },
        },
      },
    ]);
    expect((await of.apply('--allow', 'drop_option=1')).exit).toBe(0);
    expect(await changesOf(of)).toEqual([]);
    const { data } = of.emulator.foreign('GET', LIST).body as { data: { visible_to_team_ids?: string[] }[] };
    expect(data[0]?.visible_to_team_ids).toEqual(['2', '1']);
    expect((await run(of, Pull, '--check')).exit).toBe(0);
  });

  it('is planned from a snapshot as it is from the workspace', async () => {
    const of = await opened();
    of.write(FILE, `${head}  Root cause: { type: list, options: [Bug, HowTo], visible_to: [Sales] }\n`);
    expect((await of.snapshot(['--out', 'live.json'])).exit).toBe(0);
    const live = await planned(of);
    const offline = JSON.parse((await of.offline('--json', '--snapshot', 'live.json')).out) as PlanDocument;
    expect(offline.changes).toEqual(live.changes);
    expect([...live.changes]).toHaveLength(1);
  });

  it('takes over what somebody edited, beside entries of every form', async () => {
    const of = await opened();
    of.write(
      FILE,
      `${head}  Root cause:\n    type: list\n    options:\n      - Bug # the first\n      - { label: How-to, was: [HowTo] }\n      - Gone\n`,
    );
    expect((await run(of, Pull, '--conversation-attributes')).exit).toBe(0);
    expect(of.read(FILE)).toContain('options:\n      - Bug # the first\n');
    expect(of.read(FILE)).not.toContain('Gone');
    expect(await changesOf(of)).toEqual([]);
  });

  it('is shown to strangers as it is, but for what is an email', async () => {
    const of = await opened();
    of.write(FILE, `${head}  Root cause: { type: list, options: [Bug, HowTo, Spam, ada@acme.test] }\n`);
    const { out } = await of.plan('--format', 'markdown');
    expect(out).toContain('Root%20cause');
    expect(out).not.toContain('ada@acme.test');
  });

  it('leaves out what differs from a declared name in case only', async () => {
    const of = await opened({ conversation_attributes: [{ name: 'root cause', data_type: 'string' }] });
    const text = `${head}  Root cause: { type: string }\n`;
    of.write(FILE, text);
    const { exit, err } = await run(of, Pull);
    expect(exit).toBe(0);
    expect(err).toContain('in case only');
    expect(of.read(FILE)).toBe(text);
  });

  it('leaves out a relationship of which Intercom does not say where it leads', async () => {
    const attributes = [
      { name: 'Nowhere', data_type: 'relationship' },
      { name: 'Somewhere', data_type: 'relationship', reference: { type: 'one' } },
      { name: 'Detail', data_type: 'string' },
    ] as const;
    const of = await opened({ conversation_attributes: attributes });
    const { exit, err } = await run(of, Pull);
    expect(exit).toBe(0);
    expect(err).toContain('conversation_attribute/Nowhere');
    expect(err).toContain('conversation_attribute/Somewhere');
    expect(of.read(FILE)).toMatch(/attributes:\n {2}Detail:\n {4}type: string\n$/);
  });

  it('is undone where that can be, and says where it is for good', async () => {
    const of = await opened();
    of.write(
      FILE,
      `${head}  Root cause: { type: list, options: [Bug, { label: How-to, was: [HowTo] }] }\n  New: { type: string }\n`,
    );
    const { exit } = await of.apply('--allow', 'drop_option=1');
    expect(exit).toBe(0);
    const { out } = await of.plan('--undo', 'last', '--json', '--allow', 'archive=1');
    const plan = JSON.parse(out) as PlanDocument;
    const changes = [...plan.changes].map(({ address, action, irreversible, fields }) => ({
      ...{ address, action, irreversible, fields },
    }));
    expect(changes).toContainEqual({
      address: 'conversation_attribute/New',
      action: 'archive',
      irreversible: true,
      fields: { archived: { before: false, after: true } },
    });
    expect(changes).toContainEqual({
      address: 'conversation_attribute/Root%20cause',
      action: 'update',
      irreversible: false,
      fields: { 'options.HowTo': { before: 'How-to', after: 'HowTo' } },
    });
    expect(plan.diagnostics.map(({ detail = '' }) => detail).join('\n')).toContain(
      'an archived option stays archived',
    );
  });

  it('is done no second time by a plan of which a part is done by now', async () => {
    const of = await opened();
    const options = '[{ label: Fault, was: [Bug] }, HowTo, Spam, New, Newer]';
    of.write(FILE, `${head}  Root cause: { type: list, options: ${options} }\n`);
    const saved = join(of.folder, 'plan.jsonl');
    await of.plan('--out', saved);
    const path = `${LIST}/1/options`;
    const bug = optionsOf(of.emulator.foreign('GET', `${LIST}/1`)).find(({ label }) => label === 'Bug');
    of.emulator.foreign('PUT', `${path}/${bug?.id}`, { label: 'Fault' });
    of.emulator.foreign('POST', path, { label: 'New' });
    expect((await of.apply(saved)).exit).toBe(0);
    expect(of.writes()).toEqual([`POST ${path}`]);
    expect(optionsOf(of.emulator.foreign('GET', `${LIST}/1`)).map(({ label }) => label)).toEqual([
      ...['Fault', 'HowTo', 'Spam', 'New', 'Newer'],
    ]);
  });

  it('is undone as far as a list keeps two options, and its teams are there', async () => {
    const options = ['A', 'B'];
    const attributes = [
      { name: 'List', data_type: 'list', options },
      { name: 'Text', data_type: 'string', visible_to_team_ids: ['1', '99'] },
    ] as const;
    const of = await opened({ ...SEED, conversation_attributes: attributes });
    of.write(
      FILE,
      `${head}  List: { type: list, options: [C, D, E] }\n  Text: { type: string, description: new, visible_to: [Sales] }\n`,
    );
    expect((await of.apply('--allow', 'drop_option=2')).exit).toBe(0);
    const { out } = await of.plan('--undo', 'last', '--json', '--allow', 'drop_option=1');
    const plan = JSON.parse(out) as PlanDocument;
    expect([...plan.changes].map(({ fields }) => fields)).toEqual([
      { 'options.E': { before: 'E', after: null } },
      { description: { before: 'new', after: null } },
    ]);
    const details = plan.diagnostics.map(({ detail = '' }) => detail).join('\n');
    expect(details).toContain('options.D: a list keeps at least 2 options');
    expect(details).toContain('visible_to: no one team is called 99 by now');
    expect((await of.apply('--undo', 'last', '--allow', 'drop_option=1')).exit).toBe(0);
  });

  it('is shown to all teams where it was shown to one', async () => {
    const of = await opened();
    of.write(FILE, `${head}  Root cause: { type: list, visible_to: [] }\n`);
    const { changes } = await planned(of);
    expect([...changes].map(({ fields }) => fields)).toEqual([
      { visible_to: { before: ['Support'], after: [] } },
    ]);
    expect((await of.apply()).exit).toBe(0);
    expect(of.writes()).toEqual([`PUT ${LIST}/1`]);
    expect(await changesOf(of)).toEqual([]);
  });

  it('archives only with an allowance, and never brings back', async () => {
    const of = await opened();
    of.write(FILE, `${head}  Detail: { type: string, archived: true }\n  Old: { type: string }\n`);
    expect((await of.apply()).exit).toBe(5);
    const { changes } = await planned(of);
    expect([...changes].map(({ action, irreversible, notes }) => [action, irreversible, notes])).toEqual([
      ['create', false, [expect.stringContaining('an archived one of this name stays archived')]],
      ['archive', true, [expect.stringContaining('no call brings it back')]],
    ]);
    expect((await of.apply('--allow', 'archive=1')).exit).toBe(0);
    expect(await changesOf(of)).toEqual([]);
  });
});

describe('a plan refuses', () => {
  const named = (name: string, more: object = {}) => ({ name, data_type: 'string' as const, ...more });

  it.each<[string, string, EmulatorSeed['conversation_attributes'], string]>([
    [
      'a name that two have',
      'Root cause: { type: string }',
      [named('Root cause'), named('Root cause')],
      'conversation-attribute-twice',
    ],
    [
      'a name that differs in case',
      'root cause: { type: string }',
      [named('Root cause')],
      'conversation-attribute-name-case',
    ],
    ['another type', 'Detail: { type: integer }', [named('Detail')], 'attribute-type'],
    [
      'a team that is not there',
      'Detail: { type: string, visible_to: [Suport] }',
      [named('Detail')],
      'unknown-team',
    ],
    ['a list without options', 'Root cause: { type: list }', [], 'too-few-options'],
    [
      'several former options',
      'Root cause: { type: list, options: [{ label: How-to, was: [A, B] }, Bug] }',
      [{ name: 'Root cause', data_type: 'list', options: ['A', 'B'] }],
      'several-former-options',
    ],
    [
      'two options of one label',
      'Root cause: { type: list, options: [Bug, A] }',
      [{ name: 'Root cause', data_type: 'list', options: ['A', 'A'] }],
      'live-option-twice',
    ],
  ])('%s', async (_what, manifest, attributes = [], code) => {
    const seed = { ...SEED, conversation_attributes: attributes };
    expect(await errorsOf(`  ${manifest}\n`, seed)).toEqual([code]);
  });

  it('a team whose name two have', async () => {
    const seed = { ...SEED, teams: [{ name: 'Support' }, { name: 'Support' }] };
    expect(await errorsOf('  Detail: { type: string, visible_to: [Support] }\n', seed)).toEqual([
      'team-twice',
    ]);
  });
});

describe('without a network, validate refuses', () => {
  it.each([
    ['{ type: string, options: [A, B] }', 'field-of-another-type'],
    ['{ type: list, multiline: true, options: [A, B] }', 'field-of-another-type'],
    ['{ type: relationship }', 'missing-reference'],
    ['{ description: What }', 'missing-type'],
    ['{ type: list, options: [A] }', 'too-few-options'],
    ['{ type: list, options: [A, A] }', 'duplicate-option'],
    ['{ type: list, options: [A, " B"] }', 'option-label'],
    ['{ type: list, options: [A, { label: B, was: [A] }] }', 'option-was-in-use'],
    ['{ type: list, options: [{ label: A, was: [C] }, { label: B, was: [C] }] }', 'option-was-in-use'],
  ])('%s', async (attribute, code) => {
    const of = await opened();
    of.write(FILE, `${head}  Root cause: ${attribute}\n`);
    const { exit, out } = await of.validate('--json');
    const { diagnostics } = JSON.parse(out) as PlanDocument;
    expect(exit).toBe(1);
    expect(diagnostics.map((one) => one.code)).toEqual([code]);
  });
});

describe('an option that was itself', () => {
  it('is told of as what it is', async () => {
    const of = await opened();
    of.write(FILE, `${head}  Root cause: { type: list, options: [{ label: A, was: [A] }, B] }\n`);
    const { diagnostics } = JSON.parse((await of.validate('--json')).out) as PlanDocument;
    expect(diagnostics).toMatchObject([
      {
        code: 'option-was-in-use',
        summary: 'an option of Root cause has its own label among its former ones',
        detail: '"A"',
        help: 'take it out of was',
      },
    ]);
  });
});

describe('a token that may not read everything', () => {
  const refusal = JSON.stringify({ type: 'error.list', errors: [{ code: 'forbidden', message: 'no' }] });
  const refusing = (of: Project, path: string) =>
    serveWithFaults(of.emulator, ({ url }, response) => {
      if (!url.includes(path)) return undefined;
      response.writeHead(403, { 'content-type': 'application/json' }).end(refusal);
      return true;
    });

  it('pulls the rest, and is told what is missing', async () => {
    const of = await opened();
    const server = await refusing(of, LIST);
    try {
      const { exit, err, out } = await run({ ...of, url: server.url }, Pull);
      expect(exit).toBe(0);
      expect(err).toContain('part-not-read');
      expect(out).toContain('Nothing to pull');
      const declared = `${head}  Root cause: { type: string }\n`;
      of.write(FILE, declared);
      expect((await run({ ...of, url: server.url }, Pull)).exit).toBe(0);
      expect(of.read(FILE)).toBe(declared);
    } finally {
      await server.close();
    }
  });

  it('takes a snapshot without teams, where they cannot be read', async () => {
    const of = await opened();
    of.write(FILE, `${head}  Root cause: { type: list, options: [Bug, HowTo], visible_to: [Sales] }\n`);
    const server = await refusing(of, '/teams');
    try {
      const { exit, err } = await of.snapshot(['--out', 'live.json'], { INTERCOM_BASE_URL: server.url });
      expect(exit).toBe(0);
      expect(err).toContain('part-not-read');
    } finally {
      await server.close();
    }
    const { diagnostics } = JSON.parse(
      (await of.offline('--json', '--snapshot', 'live.json')).out,
    ) as PlanDocument;
    expect(diagnostics.map(({ code }) => code)).toEqual(['snapshot-plan', 'teams-not-read']);
  });
});

describe('an audit', () => {
  it('tells of names that several have', async () => {
    const twice = { name: 'Root cause', data_type: 'string' } as const;
    const of = await opened({ conversation_attributes: [twice, twice] });
    const { out, err } = await run(of, Audit, 'conversation_attributes');
    expect(out).toContain('Root cause is the name of 2: attributes 1, 2');
    expect(err).toContain('conversation-attribute-twice');
  });
});
