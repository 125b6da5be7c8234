import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { Audit } from '../../src/commands/audit.ts';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import type { AttributeProposal } from '../../src/types/audit.ts';
import type { Json } from '../../src/types/json.ts';
import { fakeTerminal, runCommand } from '../commands/fake-terminal.ts';
import { openWorld, type World } from './audited-world.ts';

const FILE = 'migrations/0009-changes.yaml';
/** What a manifest would fill in, were it not escaped. */
const VARIABLE = ['$', '{var.x}'].join('');
const HEAD = 'apiVersion: interform/v1\nkind: DataAttributes\nmodel: contact\nattributes:\n';

type Values = Record<string, Json>;

function seedOf(
  attributes: NonNullable<EmulatorSeed['attributes']>,
  people: readonly Values[] = [],
): EmulatorSeed {
  return {
    app: { id_code: 'ecahpwf5', name: 'Acme', region: 'US' },
    attributes,
    contacts: people.map((custom_attributes, at) => ({
      external_id: `customer-${at + 1}`,
      custom_attributes,
    })),
  };
}

const text = (name: string) => ({ model: 'contact' as const, name, data_type: 'string' as const });
const list = (name: string, options: string[]) => ({
  model: 'contact' as const,
  name,
  data_type: 'options' as const,
  options,
});

let world: World;
afterEach(() => world.remove());

function open(seed: EmulatorSeed, files: Readonly<Record<string, string>> = {}): World {
  world = openWorld(seed, files);
  return world;
}

async function proposalsOf(): Promise<readonly AttributeProposal[]> {
  return (await world.audited(['attributes'])).attributes?.proposals ?? [];
}

async function written(file = FILE): Promise<string> {
  await world.audited(['attributes'], undefined, file);
  return world.read(file);
}

/** The attributes of each document that are no comments. */
function declaredIn(yaml: string): Json[] {
  return parseAllDocuments(yaml).map((document) => document.toJS().attributes);
}

/** What is commented out, read as if it were not. */
function uncommented(yaml: string): string {
  return yaml.replaceAll(/^ {2}# /gm, '  ').replaceAll(/ \{\}.*$/gm, '');
}

const GROWN = seedOf(
  [
    text('Plan Name'),
    text('plan_name'),
    text('Plan name'),
    list('stage', ['free', 'Free', 'pro']),
    text('nobody'),
    { ...text('gone'), archived: true },
    { ...text('go_ne'), archived: true },
  ],
  [
    { 'Plan Name': 'gold', plan_name: 'silver', stage: 'free' },
    { 'Plan Name': 'gold', stage: 'Free' },
    { plan_name: 'bronze', stage: 'free' },
    { plan_name: 'bronze', 'Plan name': 'tin' },
  ],
);

describe('what audit proposes of attributes', () => {
  it('names for near-equal names the one to keep, who holds what, and what cannot be carried', async () => {
    open(GROWN);
    expect((await proposalsOf()).find(({ attribute }) => attribute === 'plan_name')).toMatchObject({
      model: 'contact',
      type: 'string',
      held: 3,
      declared: null,
      archive: false,
      from: [
        { attribute: 'Plan Name', type: 'string', held: 2, both: 1, differ: 1, refused: null },
        { attribute: 'Plan name', held: 1, both: 1, differ: 1, refused: null },
      ],
    });
  });

  it('keeps the declared one, else the most filled, else the best spelled', async () => {
    open(
      seedOf(
        [text('a b'), text('a_b'), text('A-B'), text('c d'), text('c_d')],
        [{ 'A-B': '1' }, { 'a b': '1' }, { 'a b': '2' }],
      ),
      {
        'migrations/0001.yaml': `${HEAD}  A-B: { type: string }\n`,
      },
    );
    expect(
      (await proposalsOf()).map(({ attribute, from }) => [attribute, from.map((one) => one.attribute)]),
    ).toEqual([
      ['A-B', ['a b', 'a_b']],
      ['c_d', ['c d']],
    ]);
    world.remove();
    open(seedOf([text('a b'), text('a_b')], [{ 'a b': '1' }]));
    expect((await proposalsOf()).map(({ attribute }) => attribute)).toEqual(['a b']);
  });

  it('carries nothing between names that differ in case only', async () => {
    open(seedOf([text('team'), text('Team')], [{ team: 'a' }, { Team: 'b' }]));
    const [one] = await proposalsOf();
    expect(one).toMatchObject({
      attribute: 'team',
      from: [{ attribute: 'Team', refused: expect.stringContaining('in case only') }],
    });
    expect(declaredIn(await written())).toEqual([{}]);
    expect(world.read(FILE)).toMatch(/## .*differ in case only/);
  });

  it('carries nothing between types that have no way', async () => {
    open(
      seedOf(
        [
          { model: 'contact', name: 'is_paid', data_type: 'boolean' },
          { model: 'contact', name: 'is paid', data_type: 'integer' },
        ],
        [{ is_paid: true }, { 'is paid': 1 }, { 'is paid': 2 }],
      ),
    );
    expect(await proposalsOf()).toMatchObject([
      {
        attribute: 'is paid',
        from: [{ refused: 'values of type boolean cannot become values of type integer' }],
      },
    ]);
  });

  it('leaves out archived and standard ones, and never crosses models', async () => {
    open(
      seedOf(
        [
          { ...text('go ne'), archived: true },
          text('go_ne'),
          text('arr'),
          { model: 'company', name: 'a_rr', data_type: 'string' },
          { model: 'company', name: 'size x', data_type: 'string' },
          { model: 'company', name: 'size_x', data_type: 'string' },
        ],
        [{ go_ne: 'x', arr: 'y' }],
      ),
    );
    expect(
      (await proposalsOf()).map(({ model, attribute, from }) => [model, attribute, from.length]),
    ).toEqual([['company', 'size_x', 1]]);
  });

  it('says of a number at the end only that it may be the same', async () => {
    open(
      seedOf(
        [text('plan'), text('plan2'), text('line1'), text('line2')],
        [{ plan: 'a', line1: 'x', line2: 'y' }, { plan2: 'b' }],
      ),
    );
    expect(await proposalsOf()).toMatchObject([
      { attribute: 'plan', from: [{ attribute: 'plan2', numbered: true }] },
    ]);
    const yaml = await written();
    expect(declaredIn(yaml)).toEqual([{}]);
    expect(declaredIn(uncommented(yaml))).toEqual([
      { plan: { type: 'string', from: { attribute: 'plan2', archive: true } } },
    ]);
  });

  it('is nothing where a manifest says it already', async () => {
    open(GROWN, {
      'migrations/0001.yaml': `${HEAD}  plan_name: { type: string, from: { attribute: [Plan Name, Plan name], archive: true } }
  stage: { type: options, options: [{ value: free, was: [Free] }, pro] }
  nobody: { type: string, archived: true }\n`,
    });
    expect(await proposalsOf()).toEqual([]);
  });

  it('takes over into what is declared and not live yet', async () => {
    open(seedOf([text('Plan Name')], [{ 'Plan Name': 'gold' }]), {
      'migrations/0001.yaml': `${HEAD}  plan_name: { type: string }\n`,
    });
    expect(await proposalsOf()).toMatchObject([
      {
        attribute: 'plan_name',
        held: 0,
        declared: 'migrations/0001.yaml:5',
        from: [{ attribute: 'Plan Name' }],
      },
    ]);
    expect(declaredIn(await written())).toEqual([
      { plan_name: { from: { attribute: 'Plan Name', archive: true } } },
    ]);
    expect((await world.planAndApply(0)).plan.summary).toMatchObject({ create: 1, update: 1 });
  });

  it('adds nothing to a from that is declared, and archives nothing that is protected or declared', async () => {
    open(
      seedOf(
        [text('a_b'), text('a b'), text('old'), text('kept'), text('c_d'), text('c d')],
        [{ a_b: 'x', 'c d': 'y' }, { 'a b': 'x' }],
      ),
      {
        'migrations/0001.yaml': `${HEAD}  a_b: { type: string, from: { attribute: old } }
  kept: { type: string, protect: true }
  c_d: { type: string }
  c d: { type: string }\n`,
      },
    );
    expect(await proposalsOf()).toMatchObject([
      { attribute: 'a_b', from: [{ refused: expect.stringContaining('add it there to from') }] },
      { attribute: 'c d', from: [{ attribute: 'c_d', declared: 'migrations/0001.yaml:7', refused: null }] },
    ]);
    expect(declaredIn(await written())).toEqual([{ 'c d': { from: { attribute: 'c_d' } } }]);
    expect((await world.plan(0)).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('leaves to people what is to become of the old attribute of companies, whose values are not counted', async () => {
    const company = (name: string) => ({ model: 'company' as const, name, data_type: 'string' as const });
    open(seedOf([company('size x'), company('size_x'), company('lonely')]));
    const yaml = await written();
    expect(yaml).toContain('\nmodel: company\n');
    expect(declaredIn(yaml)).toEqual([{ size_x: { type: 'string', from: { attribute: 'size x' } } }]);
  });

  it('is the same whatever the order of the attributes', async () => {
    open(GROWN);
    const one = await written();
    world.remove();
    open({
      ...GROWN,
      attributes: [...(GROWN.attributes ?? [])].reverse(),
      contacts: [...(GROWN.contacts ?? [])].reverse(),
    });
    expect(await written()).toBe(one);
  });
});

describe('--changes', () => {
  it('writes what plans, applies and is proposed no more', async () => {
    open(GROWN);
    const yaml = await written();
    expect(declaredIn(yaml)).toEqual([
      {
        plan_name: { type: 'string', from: { attribute: ['Plan Name', 'Plan name'] } },
        stage: { type: 'options', options: [{ value: 'free', was: ['Free'] }, 'pro'] },
      },
    ]);
    expect(yaml).toContain('  # nobody:\n  #   type: string\n  #   archived: true\n');
    const { plan, result } = await world.planAndApply(0);
    expect(plan.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(plan.summary).toMatchObject({ create: 0, update: 1 });
    expect(result.exit).toBe(0);
    const again = await world.planAndApply(0);
    expect([...again.plan.changes]).toEqual([]);
    expect((await proposalsOf()).map(({ attribute }) => attribute)).toEqual(['nobody']);
  });

  it('archives the old attribute where nothing would be lost, once the guard allows it', async () => {
    open(
      seedOf(
        [text('Plan Name'), text('plan_name')],
        [{ 'Plan Name': 'gold' }, { plan_name: 'tin' }, { plan_name: 'tin' }],
      ),
    );
    expect(declaredIn(await written())).toEqual([
      { plan_name: { type: 'string', from: { attribute: 'Plan Name', archive: true } } },
    ]);
    await world.planAndApply(0);
    world.pass(600_000);
    const { plan, result } = await world.planAndApply(0, { archive: 1 });
    expect([...plan.changes].map(({ address, action }) => [address, action])).toEqual([
      ['attribute/contact/Plan%20Name', 'archive'],
    ]);
    expect(result.exit).toBe(0);
    expect(declaredIn(await written())).toEqual([{}]);
    expect(await proposalsOf()).toEqual([]);
  });

  it('converts what is spelled nearly like an option, and leaves what is not', async () => {
    open(
      seedOf(
        [list('plan_tier', ['free', 'pro']), text('Plan Tier')],
        [
          { plan_tier: 'free' },
          { plan_tier: 'pro' },
          { plan_tier: 'pro' },
          { 'Plan Tier': 'PRO ' },
          { 'Plan Tier': 'gold' },
        ],
      ),
    );
    const yaml = await written();
    expect(declaredIn(yaml)).toEqual([
      {
        plan_tier: {
          type: 'options',
          options: ['free', 'pro'],
          from: { attribute: 'Plan Tier', values: { PRO: 'pro' }, other: 'skip', archive: true },
        },
      },
    ]);
    expect(yaml).toMatch(/## .*"gold" \(1\)/);
    const { plan, result } = await world.planAndApply(0);
    expect(plan.summary.update).toBe(1);
    expect(result.exit).toBe(0);
  });

  it('revises what a lower version declares, and says for anything else which file to edit', async () => {
    const seed = seedOf(
      [text('Plan Name'), text('plan_name'), list('stage', ['free', 'FREE', 'pro'])],
      [{ stage: 'free' }],
    );
    open(seed, {
      'migrations/0001.yaml': `${HEAD}  plan_name: { type: string }\n  stage: { type: options, options: [free, FREE, { value: pro, was: [gold] }] }\n`,
    });
    expect(declaredIn(await written())).toEqual([
      {
        plan_name: { from: { attribute: 'Plan Name', archive: true } },
        stage: {
          options: [
            { value: 'free', was: ['FREE'] },
            { value: 'pro', was: ['gold'] },
          ],
        },
      },
    ]);
    expect((await world.planAndApply(0)).result.exit).toBe(0);
    for (const file of ['migrations/changes.yaml', 'migrations/0001-changes.yaml']) {
      world.remove();
      open(seed, {
        'migrations/0001.yaml': `${HEAD}  plan_name: { type: string }\n  stage: { type: options, options: [free, FREE, pro] }\n`,
      });
      const yaml = await written(file);
      expect(declaredIn(yaml)).toEqual([{}]);
      expect(yaml).toContain('migrations/0001.yaml:5');
      expect(
        (await world.planAndApply(0)).plan.diagnostics.filter(({ severity }) => severity === 'error'),
      ).toEqual([]);
    }
  });

  it('writes names and values as they are, whatever is in them', async () => {
    const odd = [
      'a "b" # c: {d}',
      "a 'b' */ [e]\nf",
      `Ünï ${VARIABLE} 🙂`,
      '- yes',
      'true',
      'TRUE',
      '%x &y *z !q |',
      '%X &Y *Z !Q |',
      'ＴＲＵＥ',
    ];
    open(
      seedOf(
        [
          list('odd_options', odd),
          text('odd name #2: {x'),
          text('odd_name #2: {x'),
          text('ünï code'),
          text('ünï_code'),
        ],
        [{ odd_options: 'true', 'ünï code': 'x # y' }],
      ),
    );
    const yaml = await written();
    const [attributes] = declaredIn(yaml) as [Values];
    expect(attributes['odd_options']).toEqual({
      type: 'options',
      options: [
        'a "b" # c: {d}',
        "a 'b' */ [e]\nf",
        `Ünï $${VARIABLE} 🙂`,
        '- yes',
        { value: 'true', was: ['TRUE', 'ＴＲＵＥ'] },
        { value: '%X &Y *Z !Q |', was: ['%x &y *z !q |'] },
      ],
    });
    expect(attributes['ünï code']).toEqual({
      type: 'string',
      from: { attribute: 'ünï_code', archive: true },
    });
    const { diagnostics } = await world.plan(0);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    for (const line of yaml.split('\n')) expect(line.length).toBeLessThan(400);
  });

  it('writes no values of sensitive attributes, and none that look like somebody', async () => {
    open(
      seedOf(
        [text('home address'), text('home_address'), list('tier', ['a', 'b']), text('Tier')],
        [
          { 'home address': '1 Secret Street' },
          { Tier: 'ada@acme.test', tier: 'a' },
          { Tier: 'ada@acme.test' },
          { tier: 'b' },
          { tier: 'b' },
        ],
      ),
    );
    const yaml = await written();
    expect(yaml).not.toMatch(/Secret|ada@/);
    expect((declaredIn(yaml) as [Values])[0]['home address']).toMatchObject({ sensitive: true });
  });

  it('proposes a list for a text that is nearly one, as a comment', async () => {
    const people = [
      ...Array(6).fill({ team: 'core' }),
      { team: 'Core' },
      ...Array(3).fill({ team: 'sales' }),
    ];
    open(seedOf([text('team')], people));
    const yaml = await written();
    expect(declaredIn(yaml)).toEqual([{}]);
    expect(declaredIn(uncommented(yaml))).toEqual([
      { team: { type: 'options', options: [{ value: 'core', was: ['Core'] }, 'sales'] } },
    ]);
    world.write(FILE, uncommented(yaml));
    const { plan, result } = await world.planAndApply(0, { retype: 1 });
    expect(plan.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(result.exit).toBe(0);
    expect([...(await world.planAndApply(0)).plan.changes]).toEqual([]);
  });
});

describe('interform audit --changes', () => {
  const run = async (argv: readonly string[], more: Readonly<Record<string, string>> = {}) => {
    const server = await world.emulator.listen({ port: 0 });
    try {
      const env = { INTERCOM_ACCESS_TOKEN: 'acme-token', INTERCOM_BASE_URL: server.url, ...more };
      return await runCommand(Audit, argv, fakeTerminal({ cwd: world.path('.'), env }));
    } finally {
      await server.close();
    }
  };

  it('shows what it proposes and how to have it written', async () => {
    open(GROWN);
    const { out } = await run(['attributes']);
    expect(out).toContain('Proposed changes (3)');
    expect(out).toContain(
      '  contact/plan_name (3) takes over Plan Name (2), Plan name (1); 2 old values beside another one would not be carried',
    );
    expect(out).toContain('  contact/stage: Free (1) becomes free (2)');
    expect(out).toContain('  contact/nobody: nobody holds it, so it could be archived');
    expect(out).toContain('  interform audit attributes --changes migrations/changes.yaml');
  });

  it('hides the options of sensitive attributes in CI', async () => {
    open(seedOf([list('tier', ['Secret', 'secret', 'b'])], [{ tier: 'Secret' }]), {
      'migrations/0001.yaml': `${HEAD}  tier: { type: options, options: [Secret, secret, b], sensitive: true }\n`,
    });
    const { out } = await run(['attributes'], { CI: 'true' });
    expect(out).toMatch(/contact\/tier: [0-9a-f]{8} \(0\) becomes [0-9a-f]{8} \(1\); declared at/);
    expect(out).not.toMatch(/secret/i);
  });

  it('says what it wrote, in text and in a document that follows the schema', async () => {
    open(GROWN);
    expect((await run(['attributes', '--changes', FILE])).out).toContain(
      `Wrote 2 changes to ${FILE}, and 1 as a comment. Look through it, then:\n  interform plan\n`,
    );
    const { exit, out } = await run(['attributes', '--changes', FILE, '--json']);
    expect(exit).toBe(0);
    const schema = JSON.parse(
      readFileSync(new URL('../../schemas/audit.schema.json', import.meta.url), 'utf8'),
    );
    const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);
    expect(validate(JSON.parse(out)), JSON.stringify(validate.errors)).toBe(true);
    expect(JSON.parse(out).changes).toEqual({ file: FILE, count: 2, commented: 1 });
  });

  it('replaces what an audit wrote, and nothing else', async () => {
    open(GROWN);
    await run(['attributes', '--changes', FILE]);
    const first = world.read(FILE);
    expect((await run(['attributes', '--changes', FILE])).exit).toBe(0);
    expect(world.read(FILE)).toBe(first);
    const own = first.slice(first.indexOf('\n') + 1);
    world.write(FILE, own);
    const { exit, err } = await run(['attributes', '--changes', FILE]);
    expect(exit).toBe(1);
    expect(err).toContain(`error[changes-file]: ${FILE} exists and was not written by an audit`);
    expect(world.read(FILE)).toBe(own);
  });

  it.each([
    ['a name that no manifest has', ['--changes', 'changes.txt'], 'changes-file'],
    ['a part without attributes', ['tags', '--changes', FILE], 'bad-flag-value'],
    ['the file of --merges', ['--changes', FILE, '--merges', `./${FILE}`], 'bad-flag-value'],
  ])('is refused with %s', async (_what, argv, code) => {
    open(GROWN);
    const { exit, out } = await run([...argv, '--json']);
    expect(exit).toBe(1);
    expect(JSON.parse(out).diagnostics).toMatchObject([{ code }]);
    expect(existsSync(world.path(FILE))).toBe(false);
  });

  it('warns of a file that plan does not see', async () => {
    open(GROWN);
    const { err } = await run(['attributes', '--changes', 'changes.yaml']);
    expect(err).toContain('warning[changes-outside-manifests]');
  });
});
