import { afterEach, describe, expect, it } from 'vitest';
import { validate } from '../../src/app/validate.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';
import { openWorld } from '../pull/pulled-world.ts';

const worlds: { remove(): void }[] = [];
afterEach(() => {
  for (const world of worlds.splice(0)) world.remove();
});

interface Given {
  readonly env?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly environment?: string;
}

/** What validate finds in a project of these files, without a token or a request. */
async function findings(
  files: Readonly<Record<string, string>>,
  { env = {}, variables = {}, environment }: Given = {},
): Promise<readonly Diagnostic[]> {
  const world = openWorld({}, files);
  worlds.push(world);
  const { diagnostics } = await validate(
    {
      project: world.folder,
      ...(environment === undefined ? {} : { environment }),
      variables: new Map(Object.entries(variables)),
      target: [],
      exclude: [],
      allow: new Map(),
    },
    { ...world.ports, env },
  );
  expect(world.emulator.requests).toEqual([]);
  return diagnostics;
}

const attributes = (model: string, from: number, count: number, more = '') => `apiVersion: interform/v1
kind: DataAttributes
model: ${model}
attributes:
${Array.from({ length: count }, (_, at) => `  field ${model} ${from + at}: { type: string${more} }`).join('\n')}
`;

describe('the cap of custom attributes', () => {
  it('is found over all manifests', async () => {
    const found = await findings({
      'migrations/0001.yaml': attributes('contact', 1, 150),
      'migrations/0002.yaml': attributes('company', 1, 9),
      'migrations/0003.yaml': attributes('contact', 151, 102),
    });
    expect(found).toMatchObject([
      {
        code: 'attribute-cap',
        severity: 'error',
        summary: 'the manifests declare 261 custom attributes',
        detail: expect.stringContaining('252 of contacts and 9 of companies, in 3 files'),
        address: 'attribute/contact/field%20contact%20251',
        file: 'migrations/0003.yaml',
        line: 105,
      },
    ]);
  });

  it('is a warning where only both models together pass it', async () => {
    const found = await findings({
      'migrations/0001.yaml': attributes('contact', 1, 150),
      'migrations/0002.yaml': attributes('company', 1, 110),
    });
    expect(found).toMatchObject([
      { code: 'attribute-cap', severity: 'warning', address: 'attribute/company/field%20company%20101' },
    ]);
  });

  it('counts neither archived ones nor one that is revised twice', async () => {
    const found = await findings({
      'migrations/0001.yaml': attributes('contact', 1, 220),
      'migrations/0002.yaml': attributes('contact', 1, 220),
      'migrations/0003.yaml': attributes('contact', 221, 60, ', archived: true'),
      'migrations/0004.yaml': attributes('contact', 1, 20, ', archived: true'),
    });
    expect(found.filter(({ code }) => code === 'attribute-cap')).toEqual([]);
  });

  it.each([
    [250, 'warning'],
    [251, 'error'],
  ])('is an error from 251 on: %i', async (count, severity) => {
    const found = await findings({ 'migrations/0001.yaml': attributes('company', 1, count) });
    expect(found).toMatchObject([{ code: 'attribute-cap', severity }]);
  });
});

const project = (more: string) => `apiVersion: interform/v1\nkind: Project\n${more}\n`;
const tags = (...names: string[]) => `apiVersion: interform/v1\nkind: Tags\ntags: [${names.join(', ')}]\n`;

describe('variables', () => {
  const environments = `environments:
  staging: { variables: { suffix: -staging } }
  production: { workspace: { id: acme } }`;

  it('that another environment does not declare are told, once each', async () => {
    const found = await findings(
      {
        'interform.yaml': project(environments),
        'migrations/0001.yaml': tags(`"vip\${var.suffix}"`, `"beta\${var.suffix}"`),
        'migrations/0002.yaml': tags(`"gold\${var.suffix}"`),
      },
      { environment: 'staging' },
    );
    expect(found).toEqual([
      {
        code: 'variable-elsewhere',
        severity: 'warning',
        summary: 'in environment production the variable suffix is not declared',
        detail: 'also at migrations/0001.yaml:3, migrations/0002.yaml:3',
        help: expect.stringContaining('environments: production: variables:'),
        file: 'migrations/0001.yaml',
        line: 3,
        column: expect.any(Number),
      },
    ]);
  });

  it('of a manifest folder that another environment names are told', async () => {
    const found = await findings(
      {
        'interform.yaml': project(`manifests: migrations
environments:
  staging: {}
  production: { manifests: ["migrations", "more-\${var.sufix}"], variables: { suffix: x } }`),
        'migrations/0001.yaml': tags('vip'),
      },
      { environment: 'staging' },
    );
    expect(found).toMatchObject([
      {
        code: 'variable-elsewhere',
        summary: 'in environment production the variable sufix is not declared',
        file: 'interform.yaml',
      },
    ]);
  });

  it('that no environment declares are told once, as errors', async () => {
    const found = await findings(
      { 'interform.yaml': project(environments), 'migrations/0001.yaml': tags(`"vip\${var.sufix}"`) },
      { environment: 'staging' },
    );
    expect(found).toMatchObject([{ code: 'unknown-variable', severity: 'error' }]);
  });

  it.each([
    ['declared for all', 'variables: { suffix: "" }\n', {}],
    ['given with --var', '', { variables: { suffix: 'x' } }],
    ['given by the process', '', { env: { INTERFORM_VAR_SUFFIX: 'x' } }],
  ])('are not missing elsewhere where they are %s', async (_, declared, given) => {
    const found = await findings(
      {
        'interform.yaml': project(`${declared}environments: { staging: {}, production: {} }`),
        'migrations/0001.yaml': tags(`"vip\${var.suffix}"`, `"in-\${var.env}"`),
      },
      { environment: 'staging', ...given },
    );
    expect(found).toEqual([]);
  });

  it('set from outside that nothing declares or uses are told', async () => {
    const found = await findings(
      {
        'interform.yaml': project('variables: { team-size: "3" }'),
        'migrations/0001.yaml': tags(`"vip-\${var.team-size}"`),
      },
      { env: { INTERFORM_VAR_TEAM_SIZE: '4', INTERFORM_VAR_TEAM_SIZ: '5', PATH: '/bin' } },
    );
    expect(found).toEqual([
      {
        code: 'unused-variable',
        severity: 'warning',
        summary: 'INTERFORM_VAR_TEAM_SIZ sets a variable that nothing declares or uses',
        detail: 'did you mean "team-size"?',
        help: 'correct the name, or take it out',
      },
    ]);
  });

  it('of --var that nothing uses are told where the project declares none', async () => {
    const files = { 'migrations/0001.yaml': tags(`"vip-\${var.size}"`) };
    expect(await findings(files, { variables: { size: '3' } })).toEqual([]);
    expect(
      await findings({ 'migrations/0001.yaml': tags('vip') }, { variables: { size: '3' } }),
    ).toMatchObject([
      { code: 'unused-variable', summary: '--var size sets a variable that nothing declares or uses' },
    ]);
  });

  it('that only another environment declares are not unused', async () => {
    const found = await findings(
      { 'interform.yaml': project(environments), 'migrations/0001.yaml': tags('vip') },
      { environment: 'production', env: { INTERFORM_VAR_SUFFIX: 'x' } },
    );
    expect(found).toEqual([]);
  });
});

describe('sets that disagree about one person', () => {
  const set = (name: string, contact: string, more = '') => `apiVersion: interform/v1
kind: ContactSet
name: ${name}
${more}
contacts:
  - ${contact}
`;
  const seats = `apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes: { seats: { type: integer }, since: { type: date } }
`;

  async function disagreements(one: string, two: string, three = '') {
    const found = await findings({
      'migrations/0001.yaml': seats,
      'migrations/one.yaml': one,
      'migrations/two.yaml': two,
      ...(three === '' ? {} : { 'migrations/three.yaml': three }),
    });
    return found.filter(({ code }) => code === 'sets-disagree');
  }

  it.each([
    ['external_id', 'external_id: ada'],
    ['id', 'id: 6657add46abd0f1122334455'],
    ['email', 'email: Ada@acme.test'],
  ])('are told without a token, with both places: %s', async (_, key) => {
    const found = await disagreements(
      set('one', `{ ${key}, name: Ada, custom_attributes: { seats: 3 } }`),
      set('two', `{ ${key.toLowerCase()}, name: Ada, custom_attributes: { seats: 5 } }`),
    );
    expect(found).toMatchObject([
      {
        severity: 'error',
        summary: 'two sets of equal precedence disagree about custom_attributes.seats',
        detail: '5 here, 3 at migrations/one.yaml:6',
        file: 'migrations/two.yaml',
        line: 6,
      },
    ]);
  });

  it('are a warning where on_conflict: skip leaves the person out', async () => {
    const skip = 'policy: { on_conflict: skip }';
    const found = await disagreements(
      set('one', '{ external_id: ada, name: Ada }', skip),
      set('two', '{ external_id: ada, name: Grace }', skip),
    );
    expect(found).toMatchObject([{ severity: 'warning' }]);
  });

  it.each([
    ['with a higher precedence', '{ external_id: ada, name: Grace }', 'precedence: 1'],
    ['about another person', '{ external_id: grace, name: Grace }', ''],
    ['in how an email is written', '{ external_id: ada, email: ADA@acme.test, name: Ada }', ''],
    [
      'about a date, which the timezone decides',
      '{ external_id: ada, custom_attributes: { since: 2024-01-02 } }',
      '',
    ],
    [
      'where the other one leaves out who is not live',
      '{ external_id: ada, name: Grace }',
      'policy: { on_missing: skip }',
    ],
    [
      'where an id may be of somebody else',
      '{ id: 6657add46abd0f1122334455, external_id: ada, name: Grace }',
      '',
    ],
  ])('are none %s', async (_, contact, more) => {
    const ada =
      '{ external_id: ada, email: ada@acme.test, name: Ada, custom_attributes: { since: 2024-01-01 } }';
    expect(await disagreements(set('one', ada), set('two', contact, more))).toEqual([]);
  });

  it('are none below a set that decides, wherever it stands', async () => {
    const found = await disagreements(
      set('one', '{ external_id: ada, name: Ada }'),
      set('two', '{ external_id: ada, name: Grace }', 'precedence: 5'),
      set('three', '{ external_id: ada, name: Edsger }'),
    );
    expect(found).toEqual([]);
  });

  it('are found in data files, and what they hold is kept for masking', async () => {
    const world = openWorld(
      {},
      {
        'migrations/one.yaml': set('one', '{ external_id: a1, name: Ada }').replace(
          /contacts:\n.*\n/,
          'source: { file: people.csv }\n',
        ),
        'migrations/two.yaml': set('two', '{ external_id: a1, name: Grace Hopper }'),
        'migrations/people.csv': 'external_id,name\na1,Ada Lovelace\n',
      },
    );
    worlds.push(world);
    const options = {
      project: world.folder,
      variables: new Map(),
      target: [],
      exclude: [],
      allow: new Map(),
    };
    const { diagnostics, masking } = await validate(options, world.ports);
    expect(diagnostics).toMatchObject([{ code: 'sets-disagree' }]);
    const values: string[] = [];
    for await (const value of masking.values?.() ?? []) values.push(value);
    expect(values).toContain('Ada Lovelace');
    expect(values).toContain('Grace Hopper');
  });
});
