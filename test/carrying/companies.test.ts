import { afterEach, describe, expect, it } from 'vitest';
import type { EmulatorOptions, EmulatorSeed } from '../../src/emulator/index.ts';
import type { Json } from '../../src/types/json.ts';
import { openProject, outcomes, type Project } from '../approval/project.ts';
import { changesOf, codesOf, companiesHeldIn, heldIn, NO_STORE, planOf } from './carry-project.ts';

let project: Project | undefined;
afterEach(() => project?.close());

type Companies = NonNullable<EmulatorSeed['companies']>;

const HEAD = 'apiVersion: interform/v1\nkind: DataAttributes\nmodel: company\nattributes:\n';
const SEATS = `${HEAD}  seats: { type: integer, from: { attribute: seats_text, values: { ten: 10 } } }\n`;
const ARCHIVING = SEATS.replace('} }', '}, archive: true }');
const STARTER = `${HEAD}  plan: { type: options, options: [free, pro, { value: starter, was: [trial] }] }\n`;
const COMPANIES = 'apiVersion: interform/v1\nkind: Companies\ncompanies:\n';
const OLD = { name: 'seats_text', data_type: 'string' } as const;
const SEATS_LIVE = { name: 'seats', data_type: 'integer' } as const;
const PLAN = { name: 'plan', data_type: 'string', options: ['free', 'pro', 'trial'] } as const;

function company(
  company_id: string,
  custom_attributes: Record<string, string | number | null> = {},
): Companies[number] {
  return { company_id, name: company_id, custom_attributes };
}

/** A project over a workspace with these company attributes and companies; the companies have no users. */
function workspaceOf(
  attributes: readonly Omit<NonNullable<EmulatorSeed['attributes']>[number], 'model'>[],
  companies: Companies,
  options: EmulatorOptions & { readonly config?: string } = {},
): Promise<Project> {
  const seed = { attributes: attributes.map((one) => ({ model: 'company', ...one })), companies };
  return openProject({ config: NO_STORE, ...options, seed: seed as EmulatorSeed });
}

const idOf = ({ emulator }: Project, companyId: string) =>
  String(emulator.state.companies().find((one) => one['company_id'] === companyId)?.['id']);

function foreign(to: Project, companyId: string, custom_attributes: Record<string, Json>) {
  to.emulator.foreign('PUT', `/companies/${idOf(to, companyId)}`, { custom_attributes });
}

describe('values of an old company attribute', () => {
  it('arrive converted at every company, those without users included, in one request each', async () => {
    project = await workspaceOf(
      [OLD],
      [company('acme', { seats_text: 'ten' }), company('beta', { seats_text: '12' }), company('gamma')],
    );
    project.write('0001-attributes.yaml', SEATS);
    expect(await changesOf(project)).toEqual([
      'create attribute/company/seats: messenger_writable null → false',
      'create attribute/company/seats: type null → "integer"',
      'update company/acme: custom_attributes.seats null → 10',
      'update company/beta: custom_attributes.seats null → 12',
    ]);
    await project.result();
    expect(project.writes().filter((one) => one.includes('/companies'))).toHaveLength(2);
    expect(companiesHeldIn(project)).toEqual({
      acme: { seats_text: 'ten', seats: 10 },
      beta: { seats_text: '12', seats: 12 },
      gamma: {},
    });
    expect(await changesOf(project)).toEqual([]);
  });

  it('are told by value, and what cannot be converted is an error by value and count', async () => {
    project = await workspaceOf(
      [OLD],
      [
        company('acme', { seats_text: 'ten' }),
        company('beta', { seats_text: 'ten' }),
        company('gamma', { seats_text: 'lots' }),
      ],
    );
    project.write('0001-attributes.yaml', SEATS);
    const { diagnostics } = await planOf(project);
    expect(diagnostics.find(({ code }) => code === 'values-carried')).toMatchObject({
      summary: '2 companies get custom_attributes.seats from seats_text',
      detail: '"ten" → 10: 2 companies',
    });
    expect(diagnostics.find(({ code }) => code === 'carry-conversion')).toMatchObject({
      severity: 'error',
      detail: expect.stringContaining('"lots": 1 company'),
    });
  });

  it('never overwrite what is there or was cleared', async () => {
    project = await workspaceOf(
      [OLD, SEATS_LIVE],
      [company('acme', { seats_text: 'ten', seats: 4 }), company('beta', { seats_text: 'ten', seats: null })],
    );
    project.write('0001-attributes.yaml', SEATS);
    expect(await changesOf(project)).toEqual([]);
  });

  it('are part of the one change of a declared company, and what the manifest declares wins', async () => {
    project = await workspaceOf(
      [OLD, SEATS_LIVE],
      [company('acme', { seats_text: 'ten' }), company('beta', { seats_text: 'ten' })],
    );
    project.write('0001-attributes.yaml', ARCHIVING);
    project.write(
      '0002-companies.yaml',
      `${COMPANIES}  acme: { custom_attributes: { seats: 3 } }\n  beta: { industry: Tools }\n`,
    );
    expect(await changesOf(project)).toEqual([
      'update company/acme: custom_attributes.seats null → 3',
      'update company/beta: custom_attributes.seats null → 10',
      'update company/beta: industry null → "Tools"',
    ]);
    const { summary } = await project.result();
    expect(summary.done).toBe(2);
    expect(await codesOf(project)).toContain('ready-to-drop');
  });

  it('let the old attribute be archived in a later plan, once a guard allows it', async () => {
    project = await workspaceOf([OLD], [company('acme', { seats_text: 'ten' })]);
    project.write('0001-attributes.yaml', ARCHIVING);
    expect(await changesOf(project, '--allow', 'archive=1')).not.toContain(
      'archive attribute/company/seats_text: archived false → true',
    );
    await project.result('--allow', 'archive=1');
    expect(await codesOf(project)).toContain('ready-to-drop');
    expect(await changesOf(project, '--allow', 'archive=1')).toEqual([
      'archive attribute/company/seats_text: archived false → true',
    ]);
    const { summary } = await project.result('--allow', 'archive=1');
    expect(summary.done).toBe(1);
    expect(await changesOf(project, '--allow', 'archive=1')).toEqual([]);
  });

  it('leave contacts alone that hold an attribute of that name', async () => {
    const text = { name: 'seats_text', data_type: 'string' };
    project = await openProject({
      config: NO_STORE,
      seed: {
        attributes: [
          { model: 'company', ...text },
          { model: 'contact', ...text },
        ],
        companies: [company('acme', { seats_text: 'ten' })],
        contacts: [{ role: 'user', external_id: 'ada', custom_attributes: { seats_text: 'ten' } }],
      } as EmulatorSeed,
    });
    project.write('0001-attributes.yaml', SEATS);
    await project.result();
    expect(companiesHeldIn(project)).toEqual({ acme: { seats_text: 'ten', seats: 10 } });
    expect(heldIn(project)).toEqual({ ada: { seats_text: 'ten' } });
  });
});

describe('former options of a company attribute', () => {
  it('are kept until their holders have moved, and dropped in a later plan', async () => {
    project = await workspaceOf(
      [PLAN],
      [company('acme', { plan: 'trial' }), company('beta', { plan: 'free' })],
    );
    project.write('0001-attributes.yaml', STARTER);
    await project.result('--allow', 'drop_option=1');
    expect(companiesHeldIn(project)).toEqual({ acme: { plan: 'starter' }, beta: { plan: 'free' } });
    expect(await codesOf(project)).toContain('ready-to-drop');
    await project.result('--allow', 'drop_option=1');
    expect(await changesOf(project)).toEqual([]);
    expect(await codesOf(project)).not.toContain('ready-to-drop');
  });

  it.each([
    ['dropped', [PLAN], { plan: 'free' }, STARTER, 'drop_option=1', { plan: 'trial' }, 'plan'],
    [
      'archived',
      [OLD, SEATS_LIVE],
      { seats_text: 'ten', seats: 10 },
      ARCHIVING,
      'archive=1',
      { seats_text: 'ten' },
      'seats_text',
    ],
  ])('are not %s where a company holds one again right before', async (...row) => {
    const [, attributes, held, manifest, allow, written, lost] = row;
    project = await workspaceOf(attributes, [company('acme', held), company('late')]);
    project.write('0001-attributes.yaml', manifest);
    // The lists are as they should be, but for the end.
    await project.result();
    await project.plan('--allow', allow, '--out', 'plan.jsonl');
    foreign(project, 'late', written);
    const [outcome] = outcomes(await project.result('--allow', allow, 'plan.jsonl'));
    expect(outcome).toContain(
      ` stale: company ${idOf(project, 'late')} holds a value of ${lost} by now that would be lost`,
    );
  });
});

describe('companies that cannot all be read', () => {
  it('keep the old attribute alive while another program scrolls, and say so', async () => {
    project = await workspaceOf([OLD, SEATS_LIVE], [company('acme', { seats_text: 'ten', seats: 10 })]);
    project.write('0001-attributes.yaml', ARCHIVING);
    project.emulator.foreign('GET', '/companies/scroll', {});
    const { changes, diagnostics } = await planOf(project, '--allow', 'archive=1');
    expect([...changes]).toEqual([]);
    expect(diagnostics.map(({ code }) => code)).toContain('carry-without-users');
    expect(diagnostics.map(({ code }) => code)).not.toContain('ready-to-drop');
  });

  it('are not archived away where another program scrolls right before the write', async () => {
    project = await workspaceOf([OLD, SEATS_LIVE], [company('acme', { seats_text: 'ten', seats: 10 })]);
    project.write('0001-attributes.yaml', ARCHIVING);
    await project.plan('--allow', 'archive=1', '--out', 'plan.jsonl');
    project.emulator.foreign('GET', '/companies/scroll', {});
    expect(outcomes(await project.result('--allow', 'archive=1', 'plan.jsonl'))).toEqual([
      'attribute/company/seats_text stale: companies without users cannot be counted: another program reads all companies',
    ]);
  });
});

describe('a saved plan of companies', () => {
  it.each([
    ['given', [{ seats: 5 }], 'custom_attributes.seats is 5'],
    [
      'cleared',
      [{ seats: 1 }, { seats: null }],
      'custom_attributes.seats was cleared since the plan was made',
    ],
    ['left', [{ seats_text: '11' }], 'custom_attributes.seats_text is "11", and the plan carries "ten" over'],
  ])('does not write a value that was %s meanwhile', async (_what, written, reason) => {
    project = await workspaceOf([OLD, SEATS_LIVE], [company('acme', { seats_text: 'ten' })]);
    project.write('0001-attributes.yaml', SEATS);
    await project.plan('--out', 'plan.jsonl');
    for (const custom_attributes of written) foreign(project, 'acme', custom_attributes);
    const [outcome = ''] = outcomes(await project.result('plan.jsonl'));
    expect(outcome).toMatch(/^company\/acme stale: /);
    expect(outcome).toContain(reason);
  });
});

describe('a snapshot', () => {
  it('of companies alone says what they get', async () => {
    project = await workspaceOf([OLD], [company('acme', { seats_text: 'ten' })]);
    project.write('0001-attributes.yaml', SEATS);
    await project.snapshot(['--out', 'live.json']);
    const { changes, diagnostics } = JSON.parse(
      (await project.offline('--json', '--snapshot', 'live.json')).out,
    );
    expect(changes.map(({ address }: { address: string }) => address)).toEqual([
      'attribute/company/seats',
      'company/acme',
    ]);
    expect(diagnostics.map(({ code }: { code: string }) => code)).toContain('values-carried');
    expect(diagnostics.map(({ code }: { code: string }) => code)).not.toContain('carry-not-compared');
  });
});

describe('selecting companies that no manifest declares', () => {
  const TWO = [company('acme', { seats_text: 'ten' }), company('beta', { seats_text: '12' })];

  it('works by their address', async () => {
    project = await workspaceOf([OLD, SEATS_LIVE], TWO);
    project.write('0001-attributes.yaml', SEATS);
    expect(await changesOf(project, '--target', 'company/beta')).toEqual([
      'update company/beta: custom_attributes.seats null → 12',
    ]);
    expect(await codesOf(project, '--target', 'company/bteta')).toContain('no-such-address');
  });

  it('works by the file and the owner of the attribute', async () => {
    project = await workspaceOf([OLD, SEATS_LIVE], TWO);
    project.write('0001-attributes.yaml', SEATS.replace('model:', 'owner: revops\nmodel:'));
    project.write(
      '0002-others.yaml',
      `${HEAD}  arr: { type: integer }\n`.replace('model:', 'owner: data\nmodel:'),
    );
    const both = [
      'update company/acme: custom_attributes.seats null → 10',
      'update company/beta: custom_attributes.seats null → 12',
    ];
    expect(await changesOf(project, '--file', '0001-attributes.yaml')).toEqual(both);
    expect(await changesOf(project, '--owner', 'revops')).toEqual(both);
    expect(await changesOf(project, '--owner', 'data')).not.toContain(both[0]);
  });
});

describe('a company that is to be removed', () => {
  it('gets nothing, and its old value keeps the old attribute alive until it is gone', async () => {
    project = await workspaceOf([OLD, SEATS_LIVE], [company('acme', { seats_text: 'ten' })]);
    project.write('0001-attributes.yaml', ARCHIVING);
    project.write('0002-removed.yaml', 'apiVersion: interform/v1\nkind: Removed\ncompanies: [acme]\n');
    const { changes, diagnostics } = await planOf(project, '--allow', 'archive=1', '--allow', 'delete=1');
    expect([...changes].map(({ address }) => address)).toEqual(['removed/company/acme']);
    expect(diagnostics.map(({ code }) => code)).not.toContain('values-carried');
    await project.result('--allow', 'archive=1', '--allow', 'delete=1');
    expect(await changesOf(project, '--allow', 'archive=1')).toEqual([
      'archive attribute/company/seats_text: archived false → true',
    ]);
  });
});

describe('undoing a run that carried values of companies', () => {
  it('moves holders back before their option goes, and says that what it clears is not carried again', async () => {
    project = await workspaceOf(
      [OLD, SEATS_LIVE, PLAN],
      [company('acme', { seats_text: 'ten', plan: 'trial' })],
      { config: '' },
    );
    project.write('0001-attributes.yaml', SEATS + STARTER.slice(HEAD.length));
    await project.result();
    expect(companiesHeldIn(project)).toEqual({ acme: { seats_text: 'ten', seats: 10, plan: 'starter' } });
    const before = project.writes().length;
    const undo = ['--undo', 'last', '--allow', 'drop_option=1'];
    const { diagnostics } = await planOf(project, ...undo);
    expect(diagnostics.map(({ code }) => code)).toEqual(['undo-carried', 'undo-declared']);
    expect(outcomes(await project.result(...undo))).toEqual([
      'company/acme done',
      'attribute/company/plan done',
    ]);
    expect(companiesHeldIn(project)).toEqual({ acme: { seats_text: 'ten', seats: null, plan: 'trial' } });
    expect(project.writes().slice(before)).toEqual([
      `PUT /companies/${idOf(project, 'acme')}`,
      expect.stringMatching(/^PUT \/data_attributes\//),
    ]);
    expect(await changesOf(project)).toEqual([
      expect.stringMatching(/^update attribute\/company\/plan: options /),
      'update company/acme: custom_attributes.plan "trial" → "starter"',
    ]);
  });
});
