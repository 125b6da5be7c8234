import { describe, expect, it } from 'vitest';
import { errorOf, searchIds, startClient } from './client.ts';

/** Noon of 15 January 2024 in Dublin. */
const NOON = Date.UTC(2024, 0, 15, 12) / 1000;
const DAY = 86_400;

const seed = {
  app: { timezone: 'Europe/Dublin' },
  admins: [{ id: '814860', email: 'jane@acme.test' }],
  attributes: [
    { model: 'contact' as const, name: 'seats', data_type: 'integer' },
    { model: 'contact' as const, name: 'score', data_type: 'float' },
    { model: 'contact' as const, name: 'beta', data_type: 'boolean' },
    { model: 'contact' as const, name: 'joined', data_type: 'date' },
    { model: 'contact' as const, name: 'plan', data_type: 'options', options: ['free', 'pro'] },
    { model: 'contact' as const, name: 'old', data_type: 'string', archived: true },
  ],
  tags: [{ id: '81', name: 'vip' }],
  segments: [{ id: 'seg', name: 'VIPs', tags: ['vip'] }],
  contacts: [
    {
      id: 'ada',
      external_id: 'ada',
      email: 'Ada@Acme.test',
      name: 'Ada Lovelace',
      phone: '+353871',
      owner_id: '814860',
      tags: ['vip'],
      created_at: NOON,
      signed_up_at: NOON,
      custom_attributes: { seats: 5, score: 0.5, beta: true, joined: NOON, plan: 'pro' },
      observed: { location: { country: 'Ireland' }, last_contacted_at: NOON, has_hard_bounced: true },
    },
    {
      id: 'bob',
      external_id: 'bob',
      email: 'bob@globex.test',
      name: 'Bob',
      created_at: NOON + DAY,
      custom_attributes: { seats: 10, beta: false },
    },
    { id: 'lead', role: 'lead' as const, email: 'ada@acme.test', created_at: NOON + 2 * DAY },
  ],
};

describe('operators by type (intercom 4.6.3)', () => {
  it.each([
    ['id', '=', 'ada', ['ada']],
    ['id', 'IN', ['ada', 'lead', 'nobody'], ['ada', 'lead']],
    ['role', '=', 'lead', ['lead']],
    ['role', '!=', 'lead', ['ada', 'bob']],
    ['external_id', 'NIN', ['ada', 'bob'], ['lead']],
    ['email', '=', 'ADA@acme.test', ['ada', 'lead']],
    ['email', '~', 'GLOBEX', ['bob']],
    ['email_domain', '=', 'acme.test', ['ada', 'lead']],
    ['name', '~', 'Love', ['ada']],
    ['name', '!~', 'Love', ['bob', 'lead']],
    ['name', '^', 'Bo', ['bob']],
    ['name', '$', 'lace', ['ada']],
    ['name', '!=', 'Bob', ['ada', 'lead']],
    ['name', '=', null, ['lead']],
    ['name', '!=', null, ['ada', 'bob']],
    ['phone', '=', '+353871', ['ada']],
    ['formatted_phone', '=', '+353871', ['ada']],
    ['owner_id', '=', '814860', ['ada']],
    ['tag_id', '=', '81', ['ada']],
    ['tag_id', '!=', '81', ['bob', 'lead']],
    ['segment_id', '=', 'seg', ['ada']],
    ['location.country', '=', 'Ireland', ['ada']],
    ['has_hard_bounced', '=', true, ['ada']],
    ['unsubscribed_from_emails', '=', 'false', ['ada', 'bob', 'lead']],
    ['custom_attributes.seats', '=', '5', ['ada']],
    ['custom_attributes.seats', '>', 5, ['bob']],
    ['custom_attributes.seats', '>=', 5, ['ada', 'bob']],
    ['custom_attributes.seats', '<=', 5, ['ada']],
    ['custom_attributes.seats', '<', 5, []],
    ['custom_attributes.seats', 'IN', [10, 11], ['bob']],
    ['custom_attributes.seats', '=', null, ['lead']],
    ['custom_attributes.score', '=', 0.5, ['ada']],
    ['custom_attributes.beta', '=', false, ['bob']],
    ['custom_attributes.plan', '=', 'pro', ['ada']],
  ])('%s %s %j', async (field, operator, value, ids) => {
    const client = startClient({ seed });
    expect(await searchIds(client, { field, operator, value })).toEqual(ids);
  });

  it.each([
    ['created_at', '=', 'foobar', 400, 'parameter_invalid'],
    ['created_at', '=', 1e18, 400, 'parameter_invalid'],
    ['custom_attributes.seats', '=', 'many', 400, 'parameter_invalid'],
    ['custom_attributes.beta', '=', 1, 400, 'parameter_invalid'],
    ['external_id', '=', 5, 400, 'parameter_invalid'],
    ['external_id', 'IN', 'ada', 400, 'parameter_invalid'],
    ['external_id', '==', 'ada', 400, 'parameter_invalid'],
    ['name', '~', null, 400, 'parameter_invalid'],
    ['company_id', '=', 'acme', 400, 'invalid_field'],
    ['workspace_id', '=', 'x', 400, 'invalid_field'],
    ['custom_attributes.unknown', '=', 'x', 400, 'invalid_field'],
    ['custom_attributes.old', '=', 'x', 400, 'invalid_field'],
    ['created_at', '>=', NOON, 422, 'parameter_invalid'],
    ['created_at', '<=', NOON, 422, 'parameter_invalid'],
    ['created_at', '!=', NOON, 422, 'parameter_invalid'],
    ['created_at', 'IN', [NOON], 422, 'parameter_invalid'],
    ['custom_attributes.joined', 'NIN', [NOON], 422, 'parameter_invalid'],
    ['tag_id', 'IN', ['81'], 422, 'parameter_invalid'],
    ['role', '>', 'a', 422, 'parameter_invalid'],
    ['role', 'AND', 'user', 500, 'server_error'],
    ['role', 'OR', [], 500, 'server_error'],
  ])('%s %s %j is refused with %i %s', async (field, operator, value, status, code) => {
    const reply = await startClient({ seed }).send('POST', '/contacts/search', {
      query: { field, operator, value },
    });
    expect(reply.status).toBe(status);
    expect(errorOf(reply).code).toBe(code);
  });

  it('has an integer owner_id before 2.16 (intercom 0.4)', async () => {
    const client = startClient({ seed });
    expect(await searchIds(client, { field: 'owner_id', operator: '=', value: 814860 }, '2.15')).toEqual([
      'ada',
    ]);
  });
});

describe('dates are days in the timezone of the workspace up to 2.16 (intercom 4.6.4)', () => {
  it.each([
    ['=', NOON - 6 * 3600, ['ada']],
    ['=', NOON - DAY, []],
    ['>', NOON - DAY, ['ada', 'bob', 'lead']],
    ['>', NOON - 6 * 3600, ['bob', 'lead']],
    ['<', NOON + 6 * 3600, []],
    ['<', NOON + DAY, ['ada']],
    ['>', 0, ['ada', 'bob', 'lead']],
    ['>', String(NOON), ['bob', 'lead']],
  ])('created_at %s %s', async (operator, value, ids) => {
    const client = startClient({ seed });
    expect(await searchIds(client, { field: 'created_at', operator, value })).toEqual(ids);
  });

  it('by the timezone: an evening in Los Angeles is the next day in Auckland', async () => {
    const evening = Date.UTC(2024, 0, 16, 4) / 1000;
    const query = { field: 'created_at', operator: '=', value: NOON + 6 * 3600 };
    const found = (timezone: string) =>
      searchIds(
        startClient({ seed: { app: { timezone }, contacts: [{ id: 'ada', created_at: evening }] } }),
        query,
      );
    expect(await found('America/Los_Angeles')).toEqual(['ada']);
    expect(await found('UTC')).toEqual([]);
  });

  it('with days of 23 and 25 hours where clocks change', async () => {
    const at = (month: number, day: number, hour: number) => Date.UTC(2024, month, day, hour) / 1000;
    // Dublin is one hour ahead of UTC from 31 March 01:00 UTC to 27 October 01:00 UTC.
    const contacts = [
      { id: 'spring', created_at: at(2, 31, 22) },
      { id: 'after-spring', created_at: at(2, 31, 23) },
      { id: 'before-autumn', created_at: at(9, 26, 22) },
      { id: 'autumn', created_at: at(9, 27, 23) },
    ];
    const client = startClient({ seed: { app: { timezone: 'Europe/Dublin' }, contacts } });
    const on = (value: number) => searchIds(client, { field: 'created_at', operator: '=', value });
    expect(await on(at(2, 31, 12))).toEqual(['spring']);
    expect(await on(at(9, 27, 12))).toEqual(['autumn']);
  });

  it('by the exact second since 2.17, date attributes by the day in UTC', async () => {
    const client = startClient({ seed });
    const find = (field: string, operator: string, value: number) =>
      searchIds(client, { field, operator, value }, '2.17');
    expect(await find('created_at', '>=', NOON + DAY)).toEqual(['bob', 'lead']);
    expect(await find('created_at', '=', NOON - 1)).toEqual([]);
    expect(await find('signed_up_at', '!=', NOON)).toEqual(['bob', 'lead']);
    expect(await find('custom_attributes.joined', '=', NOON - 3600)).toEqual(['ada']);
  });
});

describe('groups (intercom 4.6.2)', () => {
  const leaf = (value: string) => ({ field: 'external_id', operator: '=', value });
  const group = (operator: string, value: unknown[]) => ({ operator, value });
  const many = (count: number, make: (at: number) => unknown) =>
    Array.from({ length: count }, (_, at) => make(at));

  it('combine AND and OR, filters beside groups', async () => {
    const client = startClient({ seed });
    const beta = { field: 'custom_attributes.beta', operator: '=', value: true };
    expect(await searchIds(client, group('AND', [group('OR', [leaf('ada'), leaf('bob')]), beta]))).toEqual([
      'ada',
    ]);
    expect(await searchIds(client, group('OR', [leaf('bob'), beta]))).toEqual(['ada', 'bob']);
    expect(await searchIds(client, group('AND', [leaf('ada'), leaf('bob')]))).toEqual([]);
  });

  it('take 15 filters and 2 levels', async () => {
    const client = startClient({ seed });
    const full = group(
      'OR',
      many(15, () =>
        group(
          'OR',
          many(15, (at) => leaf(at === 7 ? 'ada' : `x${at}`)),
        ),
      ),
    );
    expect(await searchIds(client, full)).toEqual(['ada']);
  });

  it.each([
    [
      '16 filters',
      group(
        'OR',
        many(16, (at) => leaf(`x${at}`)),
      ),
    ],
    ['3 levels', group('OR', [group('AND', [group('OR', [leaf('ada')])])])],
    ['an empty group', group('AND', [])],
    ['no query', undefined],
    ['an unknown group operator', group('NOT', [leaf('ada')])],
  ])('refuse %s with 400 (intercom 9.3)', async (_name, query) => {
    const reply = await startClient({ seed }).send('POST', '/contacts/search', { query });
    expect(reply.status).toBe(400);
    expect(errorOf(reply).code).toBe('parameter_invalid');
  });

  it('refuse OR in OR when switched (intercom 9.2), and long INs (intercom 9.1)', async () => {
    const nested = { query: group('OR', [group('OR', [leaf('ada')])]) };
    const strict = startClient({ seed, switches: { orInOr: false } });
    expect((await strict.send('POST', '/contacts/search', nested)).status).toBe(400);
    const ids = many(16, (at) => `x${at}`);
    const long = { query: { field: 'external_id', operator: 'IN', value: ids } };
    expect((await startClient({ seed }).send('POST', '/contacts/search', long)).status).toBe(400);
    const lax = startClient({ seed, switches: { inLimit: 150 } });
    expect((await lax.send('POST', '/contacts/search', long)).status).toBe(200);
  });
});

describe('speed, counted in work rather than time', () => {
  const contacts = Array.from({ length: 5000 }, (_, at) => ({
    external_id: `customer-${at}`,
    created_at: 1_600_000_000 + ((at * 7919) % 5000),
  }));

  it('answers 150 external_ids in nested ORs from the hash index alone', async () => {
    const client = startClient({ seed: { contacts } });
    const groups = Array.from({ length: 10 }, (_, row) => ({
      operator: 'OR',
      value: Array.from({ length: 15 }, (_, at) => ({
        field: 'external_id',
        operator: '=',
        value: `customer-${row * 300 + at}`,
      })),
    }));
    const reply = await client.send('POST', '/contacts/search', {
      query: { operator: 'OR', value: groups },
      pagination: { per_page: 150 },
    });
    expect(reply.body.data).toHaveLength(150);
    expect(client.emulator.searchCost).toMatchObject({ leafEvaluations: 0, indexLookups: 150 });
  });

  it('computes a scan once for all of its pages', async () => {
    const client = startClient({ seed: { contacts } });
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const reply = await client.send('POST', '/contacts/search', {
        query: { field: 'created_at', operator: '>', value: 0 },
        sort: { field: 'created_at', order: 'ascending' },
        pagination: { per_page: 150, ...(cursor === undefined ? {} : { starting_after: cursor }) },
      });
      seen.push(...reply.body.data.map((contact) => Number(contact.created_at)));
      cursor = reply.body.pages.next?.starting_after;
    } while (cursor !== undefined);
    expect(seen).toEqual(contacts.map((contact) => contact.created_at).sort((a, b) => a - b));
    expect(client.emulator.searchCost).toMatchObject({ resultsComputed: 1, leafEvaluations: 5000 });
  });

  it('narrows an AND by its most selective filter', async () => {
    const client = startClient({ seed: { contacts } });
    const query = {
      operator: 'AND',
      value: [
        { field: 'role', operator: '=', value: 'user' },
        { field: 'external_id', operator: 'IN', value: ['customer-1', 'customer-2'] },
      ],
    };
    expect(await searchIds(client, query)).toHaveLength(2);
    expect(client.emulator.searchCost.leafEvaluations).toBe(4);
  });
});
