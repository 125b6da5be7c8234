import { afterEach, describe, expect, it } from 'vitest';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import { openTwo, type TwoWorkspaces } from './two-workspaces.ts';

/** Every id of it begins with 7000. */
const STAGING: EmulatorSeed = {
  app: { id_code: 'x1y2z3', name: 'Acme staging', timezone: 'Europe/Dublin' },
  admins: [{ id: '700001', name: 'Jane Support', email: 'jane@acme.test' }],
  teams: [
    { id: '700014', name: 'Support' },
    { id: '700015', name: 'Équipe générale' },
  ],
  attributes: [
    {
      ...{ id: 700101, model: 'contact', name: 'plan', data_type: 'options' },
      ...{ options: ['free', 'pro', 'Enterprise é'], description: 'Billing plan' },
    },
    { id: 700102, model: 'contact', name: 'seats', data_type: 'integer' },
    { id: 700103, model: 'contact', name: 'ratio', data_type: 'float', description: 'a: "b" # no comment' },
    { id: 700104, model: 'contact', name: 'beta', data_type: 'boolean', messenger_writable: true },
    { id: 700105, model: 'contact', name: 'joined', data_type: 'date' },
    { id: 700106, model: 'contact', name: 'note', data_type: 'string', description: 'two\nlines' },
    { id: 700107, model: 'contact', name: '007', data_type: 'string' },
    { id: 700108, model: 'contact', name: '日本語', data_type: 'options', options: ['はい', 'いいえ'] },
    { id: 700109, model: 'company', name: 'arr', data_type: 'integer', description: 'Yearly' },
    { id: 700110, model: 'company', name: 'tier', data_type: 'options', options: ['gold', 'silver'] },
    { id: 700111, model: 'company', name: 'since', data_type: 'date' },
  ],
  tags: [
    { id: '700201', name: 'vip' },
    { id: '700202', name: '- dash: [x]' },
    { id: '700203', name: 'ünïcode ☃' },
    { id: '700204', name: 'set-beta' },
  ],
  companies: [
    {
      ...{ id: '700abc1', company_id: 'acme', name: 'Acme', plan: 'Enterprise', size: 120 },
      ...{ website: 'https://acme.test', monthly_spend: 990, remote_created_at: 1_705_276_800 },
      ...{ custom_attributes: { arr: 12000, tier: 'gold', since: 1_705_276_800 } },
      tags: ['vip', 'set-beta'],
    },
    { id: '700abc2', company_id: '00123', name: 'Zero: "Corp"' },
  ],
  contacts: [
    {
      ...{ id: '700c1', role: 'user', external_id: 'customer-1', email: 'ada@acme.test', owner_id: '700001' },
      ...{ tags: ['vip', 'set-beta'], companies: ['acme'], custom_attributes: { plan: 'pro' } },
    },
  ],
  conversation_attributes: [
    {
      ...{ id: 700301, name: 'Root cause', data_type: 'list', options: ['Bug', 'Question'] },
      ...{ required: true, visible_to_team_ids: ['700014', '700015'] },
    },
    { id: 700302, name: 'Steps', data_type: 'string', multiline: true },
    {
      ...{ id: 700303, name: 'Orders', data_type: 'relationship' },
      reference: { type: 'many', object_type_id: 'Order' },
    },
  ],
  ticket_types: [
    {
      ...{ id: '700401', name: 'Bug report', icon: '🐞', description: 'Something broke' },
      ticket_type_attributes: {
        data: [
          {
            ...{ id: '700501', name: 'Severity', data_type: 'list', required_to_create: true },
            input_options: { list_options: ['Low', 'High'] },
          },
          {
            id: '700502',
            name: 'Screens',
            data_type: 'files',
            input_options: { allow_multiple_values: true },
          },
          { id: '700503', name: 'Cost €', data_type: 'decimal', visible_to_contacts: false },
        ],
      },
    },
    { id: '700402', name: 'Internal', category: 'Back-office', is_internal: true },
  ],
};

/** The same teams under other ids, and nothing else. */
const EMPTY: EmulatorSeed = {
  app: { id_code: 'ecahpwf5', name: 'Acme', timezone: 'America/New_York' },
  teams: [
    { id: '900014', name: 'Équipe générale' },
    { id: '900015', name: 'Support' },
  ],
};

/** Some of it is there already, in other words and other cases, beside what staging never had. */
const GROWN: EmulatorSeed = {
  ...EMPTY,
  attributes: [
    { model: 'contact', name: 'plan', data_type: 'options', options: ['free', 'pro'], description: 'old' },
    { model: 'contact', name: 'note', data_type: 'string', archived: true },
    { model: 'contact', name: 'only here', data_type: 'string' },
  ],
  tags: ['VIP', 'only here'],
  companies: [{ company_id: 'acme', name: 'Acme Inc', tags: ['only here'] }, { company_id: 'globex' }],
  contacts: [{ role: 'user', external_id: 'customer-1', email: 'ada@acme.test' }],
  conversation_attributes: [{ name: 'Steps', data_type: 'string' }],
  ticket_types: [{ name: 'Bug report', category: 'Customer' }, { name: 'Only here' }],
};

let two: TwoWorkspaces;

afterEach(() => two.close());

async function promoted(production: EmulatorSeed): Promise<void> {
  two = await openTwo(STAGING, production);
  expect((await two.staging.pull()).exit).toBe(0);
  expect((await two.production.apply()).exit).toBe(0);
  expect(await two.production.changes()).toEqual([]);
  expect(await two.staging.changes()).toEqual([]);
}

describe('what staging holds', () => {
  it('becomes a workspace that pulls to the very same manifests', async () => {
    await promoted(EMPTY);
    const said = two.manifests();
    expect([...said.keys()]).toHaveLength(5);
    expect([...said.values()].join('')).not.toMatch(/700\d|700[ac]|x1y2z3|jane@|set-beta|customer-1/);

    // Into a folder of its own, as if nothing were known.
    expect((await two.production.pull('--out', 'again')).exit).toBe(0);
    const again = two.manifests('again');
    expect([...again.keys()]).toEqual([...said.keys()]);
    for (const [name, text] of again) expect(text, name).toBe(said.get(name));
  });

  it('joins what production has by name, and leaves alone what only production has', async () => {
    await promoted(GROWN);
    const { state } = two.production.emulator;
    const names = (of: string) => state.records(of).map((one) => String((one as { name: string }).name));
    expect(
      state
        .tags()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['- dash: [x]', 'VIP', 'only here', 'ünïcode ☃']);
    expect(names('ticket_types').sort()).toEqual(['Bug report', 'Internal', 'Only here']);
    const [acme] = state.records('companies') as unknown as [{ tags: { tags: { name: string }[] } }];
    expect(acme.tags.tags.map(({ name }) => name).sort()).toEqual(['VIP', 'only here']);
    expect(state.liveContacts().map(({ tags }) => tags)).toEqual([[]]);
    const written = two.staging.emulator.requests.filter(
      ({ method, path }) => method !== 'GET' && !/list|scroll|search|preview/.test(path),
    );
    expect(written).toEqual([]);
  });
});

describe('what changes in staging', () => {
  it('is all that the next plan for production holds', async () => {
    await promoted(GROWN);
    const { staging, production } = two;
    staging.write('PUT', '/data_attributes/700101', {
      description: 'What they pay for',
      options: ['free', 'pro', 'Enterprise é', 'trial'].map((value) => ({ value })),
    });
    staging.write('PUT', '/data_attributes/700102', { description: 'How many' });
    staging.write('POST', '/data_attributes', { model: 'contact', name: 'territory', data_type: 'string' });
    staging.write('POST', '/companies', {
      company_id: 'acme',
      custom_attributes: { arr: 13000, tier: null },
    });
    staging.write('POST', '/tags', { name: 'new', companies: [{ company_id: '00123' }] });
    staging.write('PUT', '/conversations/attributes/700302', { visible_to_team_ids: ['700014'] });
    staging.write('POST', '/conversations/attributes/700301/options', { label: 'How-to' });
    staging.write('PUT', '/ticket_types/700401/attributes/700503', { description: 'In euros' });
    const attribute = { name: 'Browser', data_type: 'list', list_items: 'Firefox,Safari', description: '' };
    staging.write('POST', '/ticket_types/700401/attributes', attribute);

    expect((await staging.pull('--all-fields')).exit).toBe(0);
    expect(await staging.changes()).toEqual([]);
    const { changes } = await production.plan();
    const planned = [...changes].map(({ action, address, fields }) => [`${action} ${address}`, fields]);
    expect(Object.fromEntries(planned)).toEqual({
      'update attribute/contact/plan': {
        options: { before: ['free', 'pro', 'Enterprise é'], after: ['free', 'pro', 'Enterprise é', 'trial'] },
        description: { before: 'Billing plan', after: 'What they pay for' },
      },
      'update attribute/contact/seats': { description: { before: null, after: 'How many' } },
      'create attribute/contact/territory': {
        type: { after: 'string' },
        messenger_writable: { after: false },
      },
      'update conversation_attribute/Root%20cause': { 'options.How-to': { before: null, after: 'How-to' } },
      'update conversation_attribute/Steps': { visible_to: { before: [], after: ['Support'] } },
      'create tag/new': { name: { after: 'new' } },
      'update company/00123': { tags: { add: ['new'], remove: [] } },
      'update company/acme': {
        'custom_attributes.arr': { before: 12000, after: 13000 },
        'custom_attributes.tier': { before: 'gold', after: null },
      },
      'create ticket_type/Bug%20report/Browser': {
        type: { after: 'list' },
        options: { after: ['Firefox', 'Safari'] },
      },
      'update ticket_type/Bug%20report/Cost%20%E2%82%AC': {
        description: { before: null, after: 'In euros' },
      },
    });
    expect((await production.apply()).exit).toBe(0);
    expect(await production.changes()).toEqual([]);
    expect((await staging.pull('--all-fields', '--check')).exit).toBe(0);
  });

  it('is no reason to take away: what is archived or dropped there waits for an allowance', async () => {
    await promoted(GROWN);
    const { staging, production } = two;
    staging.write('PUT', '/data_attributes/700102', { archived: true });
    staging.write('PUT', '/data_attributes/700101', { options: [{ value: 'free' }, { value: 'pro' }] });
    expect((await staging.pull()).exit).toBe(0);
    expect((await production.apply()).exit).toBe(5);
    expect((await production.plan()).guards.filter(({ over }) => over)).toMatchObject([
      { verb: 'archive', count: 1 },
      { verb: 'drop_option', count: 1 },
    ]);
    expect((await production.apply('--allow', 'archive=1', '--allow', 'drop_option=1')).exit).toBe(0);
    expect(await production.changes()).toEqual([]);
  });

  it('is put over what somebody changed in production, which the plan shows', async () => {
    await promoted(GROWN);
    const { production } = two;
    const plan = production.emulator.state.attributes().find(({ name }) => name === 'plan');
    production.write('PUT', `/data_attributes/${plan?.id}`, { description: 'Theirs' });
    const { changes } = await production.plan();
    expect([...changes].map(({ address, fields }) => [address, fields])).toEqual([
      ['attribute/contact/plan', { description: { before: 'Theirs', after: 'Billing plan' } }],
    ]);
    // Or it is kept, for both.
    expect((await production.pull('--target', 'attribute/contact/plan')).exit).toBe(0);
    expect(await production.changes()).toEqual([]);
    expect(await two.staging.changes()).toEqual(['update attribute/contact/plan']);
  });
});

describe('what cannot move', () => {
  it('stops the plan where it is declared, and can stay in a folder that only staging reads', async () => {
    two = await openTwo(STAGING, {
      ...EMPTY,
      teams: [{ name: 'support' }],
      attributes: [
        { model: 'contact', name: 'ratio', data_type: 'integer' },
        { model: 'contact', name: 'Seats', data_type: 'integer' },
      ],
      conversation_attributes: [{ name: 'Steps', data_type: 'integer' }],
      ticket_types: [{ name: 'internal' }],
    });
    const { staging, production } = two;
    expect((await staging.pull()).exit).toBe(0);
    expect(await production.errors()).toEqual([
      'attribute-type attribute/contact/ratio migrations/0001-attributes.yaml',
      'attribute-name-case attribute/contact/seats migrations/0001-attributes.yaml',
      'unknown-team conversation_attribute/Root%20cause migrations/0001-conversation-attributes.yaml',
      'unknown-team conversation_attribute/Root%20cause migrations/0001-conversation-attributes.yaml',
      'attribute-type conversation_attribute/Steps migrations/0001-conversation-attributes.yaml',
      'ticket-type-name-case ticket_type/Internal migrations/0001-ticket-types.yaml',
    ]);
    expect((await production.apply()).exit).toBe(1);

    two.put('staging/0001-stays.yaml', STAYS);
    for (const name of ['attributes', 'conversation-attributes', 'ticket-types'])
      two.put(`migrations/0001-${name}.yaml`, '');
    expect((await staging.pull()).exit).toBe(0);
    expect(await production.errors()).toEqual([]);
    expect((await production.apply()).exit).toBe(0);
    expect(await production.changes()).toEqual([]);
    expect(await staging.changes()).toEqual([]);
    expect((await staging.pull('--check')).exit).toBe(0);
  });
});

const STAYS = `apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes:
  ratio: { type: float }
  seats: { type: integer }
---
apiVersion: interform/v1
kind: ConversationAttributes
attributes:
  Root cause: { type: list, options: [Bug, Question], required: true, visible_to: [Support, Équipe générale] }
  Steps: { type: string }
---
apiVersion: interform/v1
kind: TicketTypes
ticket_types:
  Internal: { category: Back-office }
`;
