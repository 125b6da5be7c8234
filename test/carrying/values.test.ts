import { afterEach, describe, expect, it } from 'vitest';
import type { Json } from '../../src/types/json.ts';
import { outcomes, type Project } from '../approval/project.ts';
import { changesOf, codesOf, HEAD, heldIn, NO_STORE, planOf, workspaceOf } from './carry-project.ts';

let project: Project | undefined;
afterEach(() => project?.close());

const OLD = { name: 'seats_text', data_type: 'string' } as const;
const PLAN = { name: 'plan', data_type: 'string', options: ['free', 'pro', 'trial'] } as const;
const user = (external_id: string, custom_attributes: Record<string, string | number | null>) => ({
  role: 'user' as const,
  external_id,
  custom_attributes,
});
const SEATS = `${HEAD}  seats: { type: integer, from: { attribute: seats_text, values: { ten: 10 } } }\n`;
const STARTER = `${HEAD}  plan: { type: options, options: [free, pro, { value: starter, was: [trial] }] }\n`;

describe('values of an old attribute', () => {
  it('arrive converted, once, and nothing else changes', async () => {
    project = await workspaceOf(
      [OLD],
      [user('a', { seats_text: 'ten' }), user('b', { seats_text: '12' }), user('c', {})],
      { config: NO_STORE },
    );
    project.write('0001-attributes.yaml', SEATS);
    await project.result();
    expect(heldIn(project)).toEqual({
      a: { seats_text: 'ten', seats: 10 },
      b: { seats_text: '12', seats: 12 },
      c: {},
    });
    expect(await changesOf(project)).toEqual([]);
  });

  it('come from an attribute that is named twice as from one', async () => {
    project = await workspaceOf([OLD], [user('a', { seats_text: 'ten' })]);
    project.write(
      '0001-attributes.yaml',
      SEATS.replace('attribute: seats_text', 'attribute: [seats_text, seats_text]'),
    );
    const { diagnostics } = await planOf(project);
    expect(diagnostics.map(({ code, summary }) => `${code} ${summary}`)).toEqual([
      'values-carried 1 contact gets custom_attributes.seats from seats_text',
    ]);
  });

  it('are told by value before anything is written', async () => {
    project = await workspaceOf(
      [OLD],
      ['a', 'b'].map((id) => user(id, { seats_text: 'ten' })),
    );
    project.write('0001-attributes.yaml', SEATS);
    const { diagnostics } = await planOf(project);
    expect(diagnostics.find(({ code }) => code === 'values-carried')).toMatchObject({
      summary: '2 contacts get custom_attributes.seats from seats_text',
      detail: '"ten" → 10: 2 contacts',
    });
  });

  it('that cannot be converted are an error by value and count, and with other: skip stay', async () => {
    project = await workspaceOf(
      [OLD],
      [user('a', { seats_text: 'lots' }), user('b', { seats_text: 'lots' }), user('c', { seats_text: '3' })],
      { config: NO_STORE },
    );
    project.write('0001-attributes.yaml', SEATS);
    const { diagnostics } = await planOf(project);
    expect(diagnostics.find(({ code }) => code === 'carry-conversion')).toMatchObject({
      severity: 'error',
      summary: '1 value of seats_text cannot become custom_attributes.seats',
      detail: expect.stringContaining('"lots": 2 contacts'),
    });
    project.write('0001-attributes.yaml', SEATS.replace('} }', '}, other: skip, archive: true }'));
    await project.result();
    expect(heldIn(project)).toMatchObject({ a: { seats_text: 'lots' }, c: { seats_text: '3', seats: 3 } });
    expect(await changesOf(project, '--allow', 'archive=1')).toEqual([]);
    expect(await codesOf(project)).toContain('carry-skipped');
  });

  it('never overwrite what is there or was cleared', async () => {
    project = await workspaceOf(
      [OLD, { name: 'seats', data_type: 'integer' }],
      [user('a', { seats_text: 'ten', seats: 4 }), user('b', { seats_text: 'ten', seats: null })],
    );
    project.write('0001-attributes.yaml', SEATS);
    expect(await changesOf(project)).toEqual([]);
  });

  it('give way to what a contact set declares, in one change', async () => {
    project = await workspaceOf(
      [OLD, { name: 'seats', data_type: 'integer' }],
      [user('a', { seats_text: 'ten' }), user('b', { seats_text: 'ten' })],
    );
    project.write('0001-attributes.yaml', SEATS);
    project.write(
      '0002-people.yaml',
      `apiVersion: interform/v1\nkind: ContactSet\nname: beta\nonly_if_empty: [custom_attributes.seats]\ncontacts:\n  - { external_id: a, custom_attributes: { seats: 3 } }\n  - { external_id: b, name: Bea }\n`,
    );
    expect(await changesOf(project)).toEqual([
      'update contact/beta/a: custom_attributes.seats null → 3',
      'update contact/beta/b: custom_attributes.seats null → 10',
      'update contact/beta/b: name null → "Bea"',
    ]);
  });

  it('let the old attribute be archived in a later plan, once a guard allows it', async () => {
    project = await workspaceOf([OLD], [user('a', { seats_text: 'ten' })], { config: NO_STORE });
    project.write('0001-attributes.yaml', SEATS.replace('} }', '}, archive: true }'));
    expect(await changesOf(project, '--allow', 'archive=1')).not.toContain(
      'archive attribute/contact/seats_text: archived false → true',
    );
    await project.result('--allow', 'archive=1');
    expect(await codesOf(project)).toContain('ready-to-drop');
    expect(await changesOf(project)).toEqual([]);
    expect(await changesOf(project, '--allow', 'archive=1')).toEqual([
      'archive attribute/contact/seats_text: archived false → true',
    ]);
    const { summary } = await project.result('--allow', 'archive=1');
    expect(summary.done).toBe(1);
    expect(await changesOf(project, '--allow', 'archive=1')).toEqual([]);
  });
});

describe('values of an attribute that is archived', () => {
  it('are seen once it is unarchived: only then others are carried there', async () => {
    const attributes = [OLD, { name: 'seats', data_type: 'integer' as const }];
    const contacts = [
      user('a', { seats_text: 'ten', seats: 4 }),
      user('b', { seats_text: 'ten', seats: null }),
      user('c', { seats_text: 'ten' }),
    ];
    project = await workspaceOf(attributes, contacts, { config: NO_STORE });
    const { id } = project.emulator.state.attributes().find(({ name }) => name === 'seats') ?? {};
    project.emulator.foreign('PUT', `/data_attributes/${String(id)}`, { archived: true });
    project.write('0001-attributes.yaml', SEATS.replace('} }', '}, archive: true }'));
    const allow = ['--allow', 'archive=1'];
    expect(await changesOf(project, ...allow)).toEqual([
      'unarchive attribute/contact/seats: archived true → false',
    ]);
    await project.result(...allow);
    expect(outcomes(await project.result(...allow))).toEqual([expect.stringMatching(/^contact\/\w+ done$/)]);
    expect(Object.values(heldIn(project)).map((held) => (held as { seats: unknown }).seats)).toEqual([
      4,
      null,
      10,
    ]);
  });
});

describe('values of which nothing is carried', () => {
  it.each([
    ['are blank', '   ', ''],
    ['become an empty text', 'none', 'values: { none: "" }, '],
    ['become nothing', 'none', 'values: { none: null }, '],
  ])('do not keep the old attribute: they %s', async (_what, seats_text, values) => {
    project = await workspaceOf([OLD], [user('a', { seats_text }), user('b', { seats_text: '3' })], {
      config: NO_STORE,
    });
    project.write(
      '0001-attributes.yaml',
      `${HEAD}  seats: { type: integer, from: { attribute: seats_text, ${values}archive: true } }\n`,
    );
    await project.result();
    expect(outcomes(await project.result('--allow', 'archive=1'))).toEqual([
      'attribute/contact/seats_text done',
    ]);
  });
});

describe('former options', () => {
  it('are kept until their holders have moved, and dropped in a later plan', async () => {
    project = await workspaceOf([PLAN], [user('a', { plan: 'trial' }), user('b', { plan: 'free' })], {
      config: NO_STORE,
    });
    project.write('0001-attributes.yaml', STARTER);
    await project.result('--allow', 'drop_option=1');
    expect(heldIn(project)).toEqual({ a: { plan: 'starter' }, b: { plan: 'free' } });
    expect(await changesOf(project)).toEqual([]);
    expect(await codesOf(project)).toContain('ready-to-drop');
    await project.result('--allow', 'drop_option=1');
    expect(await changesOf(project)).toEqual([]);
    expect(await codesOf(project)).not.toContain('ready-to-drop');
  });

  it('are not dropped where somebody holds one again right before', async () => {
    project = await workspaceOf([PLAN], [user('a', { plan: 'free' })], { config: NO_STORE });
    project.write('0001-attributes.yaml', STARTER);
    await project.result();
    await project.plan('--allow', 'drop_option=1', '--out', 'plan.jsonl');
    const [{ id } = { id: '' }] = project.emulator.state.liveContacts();
    project.emulator.foreign('PUT', `/contacts/${id}`, { custom_attributes: { plan: 'trial' } });
    expect(outcomes(await project.result('--allow', 'drop_option=1', 'plan.jsonl'))).toEqual([
      `attribute/contact/plan stale: contact ${id} holds a value of plan by now that would be lost`,
    ]);
  });

  it('are moved together with values that arrive from elsewhere', async () => {
    project = await workspaceOf(
      [PLAN, { name: 'plan2', data_type: 'string' }],
      [user('a', { plan2: 'trial' }), user('b', { plan: 'trial', plan2: 'pro' })],
    );
    project.write(
      '0001-attributes.yaml',
      STARTER.replace('plan: { ', 'plan: { from: { attribute: plan2 }, '),
    );
    await project.result();
    expect(heldIn(project)).toEqual({
      a: { plan2: 'trial', plan: 'starter' },
      b: { plan: 'starter', plan2: 'pro' },
    });
  });
});

describe('a saved plan', () => {
  it.each([
    ['given', [{ seats: 5 }], 'custom_attributes.seats is 5'],
    [
      'cleared',
      [{ seats: 1 }, { seats: null }],
      'custom_attributes.seats was cleared since the plan was made',
    ],
    ['left', [{ seats_text: '11' }], 'custom_attributes.seats_text is "11", and the plan carries "ten" over'],
  ])('does not write a value that was %s meanwhile', async (_what, written, reason) => {
    project = await workspaceOf(
      [OLD, { name: 'seats', data_type: 'integer' }],
      [user('a', { seats_text: 'ten' })],
    );
    project.write('0001-attributes.yaml', SEATS);
    await project.plan('--out', 'plan.jsonl');
    const [{ id } = { id: '' }] = project.emulator.state.liveContacts();
    for (const custom_attributes of written)
      project.emulator.foreign('PUT', `/contacts/${id}`, { custom_attributes } as Json & object);
    const [outcome = ''] = outcomes(await project.result('plan.jsonl'));
    expect(outcome).toMatch(new RegExp(`^contact/${id} stale: `));
    expect(outcome).toContain(reason);
  });
});
