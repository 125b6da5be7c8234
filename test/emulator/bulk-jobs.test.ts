import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../src/emulator/index.ts';
import { type Client, errorOf, type Reply, START, searchIds, startClient } from './client.ts';

/** A client of 2.17 and a clock that moves through a job of a second. */
function bulkClient(options: EmulatorOptions = {}) {
  const client = startClient(options);
  const send: Client['send'] = (method, path, body, headers) =>
    client.send(method, path, body, { 'Intercom-Version': '2.17', ...headers });
  return {
    ...client,
    send,
    create: (contacts: unknown, more = {}) => send('POST', '/contacts/bulk', { contacts, ...more }),
    /** The job after so many milliseconds. */
    async after(ms: number, job: Reply = created) {
      client.clock.now += ms;
      return (await send('GET', `/contacts/bulk/${job.body.id}`)).body;
    },
    live: () => client.emulator.state.liveContacts(),
  };
}

/** The first job of a workspace. */
const created = { body: { id: 'job_v2_1' } } as Reply;

const people = (count: number, first = 0) =>
  Array.from({ length: count }, (_, position) => ({
    external_id: `customer-${first + position}`,
    email: `customer-${first + position}@acme.test`,
  }));

describe('a bulk create', () => {
  it('answers 202 with a job that goes from pending over running to its end', async () => {
    const client = bulkClient();
    const reply = await client.create(people(2));
    expect(reply.status).toBe(202);
    expect(reply.body).toEqual({
      id: 'job_v2_1',
      type: 'contacts.bulk.job',
      state: 'pending',
      created_at: START,
      updated_at: START,
      completed_at: null,
      tasks: [
        {
          id: 'task_v2_1',
          item_count: 2,
          state: 'pending',
          created_at: START,
          started_at: null,
          completed_at: null,
        },
      ],
      url: 'https://api.intercom.io/contacts/bulk/job_v2_1',
    });
    expect((await client.after(300)).state).toBe('running');
    const ended = await client.after(700);
    expect(ended).toMatchObject({ state: 'completed', updated_at: START + 1, completed_at: START + 1 });
    expect(ended).toMatchObject({ tasks: [{ state: 'completed', started_at: START }] });
  });

  it('creates in the middle of its time, and search shows that after the lag counted from there', async () => {
    const client = bulkClient({ indexLagMs: 2_000, switches: { bulkJobMs: 4_000 } });
    await client.create(people(1));
    await client.after(1_999);
    expect(client.live()).toEqual([]);
    await client.after(1);
    expect(client.live()).toMatchObject([{ external_id: 'customer-0', created_at: START + 2 }]);
    const query = { field: 'external_id', operator: '=', value: 'customer-0' };
    client.clock.now += 1_999;
    expect(await searchIds(client, query)).toEqual([]);
    client.clock.now += 1;
    expect(await searchIds(client, query)).toHaveLength(1);
  });

  it('dates what is done late by the moment when it was due', async () => {
    const client = bulkClient();
    await client.create(people(1));
    client.clock.now += 3_600_000;
    expect(client.live()).toMatchObject([{ created_at: START, updated_at: START }]);
  });

  it('stores the documented fields and ignores all others', async () => {
    const client = bulkClient({
      seed: {
        admins: [{ id: '7', email: 'jane@acme.test' }],
        attributes: [{ model: 'contact', name: 'plan', data_type: 'string' }],
      },
    });
    const ada = {
      ...{ external_id: 'ada', email: 'ada@acme.test', name: 'Ada', phone: '+3531', role: 'user' },
      ...{ avatar: 'https://acme.test/ada.png', owner_id: '7', unsubscribed_from_emails: true },
      ...{ signed_up_at: 1_571_672_154, last_seen_at: 1_571_672_155, custom_attributes: { plan: 'pro' } },
    };
    await client.create([{ ...ada, created_at: 5, segment: 'x', notes: ['Hi'], language_override: 'fr' }]);
    await client.after(1_000);
    const { id = '', ...stored } = client.live()[0] ?? {};
    expect(stored).toMatchObject({ ...ada, created_at: START, notes: [] });
    expect((await client.send('GET', `/contacts/${id}`)).body).toMatchObject({ language_override: 'fr' });
  });

  it.each([
    ['the external_id of another user', { external_id: 'ada' }],
    ['the email of another user beside a new external_id', { external_id: 'new', email: 'ADA@acme.test' }],
    ['the external_id of an archived user', { external_id: 'gone' }],
    ['the email of an archived user', { external_id: 'new', email: 'gone@acme.test' }],
    ['an attribute that is not declared', { external_id: 'new', custom_attributes: { rank: 1 } }],
    ['an owner who is no admin', { external_id: 'new', owner_id: '99' }],
    ['a company without company_id', { external_id: 'new', companies: [{ name: 'Acme' }] }],
    ['nothing that names a contact', { name: 'Nobody' }],
  ])('drops an item with %s in silence, and creates the rest', async (_why, item) => {
    const client = bulkClient({
      seed: {
        contacts: [
          { external_id: 'ada', email: 'ada@acme.test' },
          { external_id: 'gone', email: 'gone@acme.test', archived: true },
        ],
      },
    });
    expect((await client.create([item, { external_id: 'bob' }])).status).toBe(202);
    const job = await client.after(1_000);
    expect(job).toMatchObject({ state: 'completed_with_errors' });
    expect(job).toMatchObject({ tasks: [{ state: 'completed_with_errors', item_count: 2 }] });
    expect(client.live().map((contact) => contact.external_id)).toEqual(['ada', 'bob']);
    expect(client.emulator.state.companies()).toEqual([]);
  });

  it('never refuses a lead, and drops its external_id', async () => {
    const client = bulkClient({ seed: { contacts: [{ external_id: 'ada', email: 'ada@acme.test' }] } });
    const lead = { role: 'lead', external_id: 'ada', email: 'ada@acme.test' };
    await client.create([lead, lead]);
    expect(await client.after(1_000)).toMatchObject({ state: 'completed' });
    const leads = client.live().filter(({ role }) => role === 'lead');
    expect(leads).toHaveLength(2);
    expect(leads.map((contact) => contact.external_id)).not.toContain('ada');
  });

  it('creates the first of two items with one external_id', async () => {
    const client = bulkClient();
    await client.create([
      { external_id: 'ada', name: 'First' },
      { external_id: 'ada', name: 'Second' },
    ]);
    expect(await client.after(1_000)).toMatchObject({ state: 'completed_with_errors' });
    expect(client.live()).toMatchObject([{ name: 'First' }]);
  });

  it('stops at the most contacts of a development workspace', async () => {
    const client = bulkClient({ switches: { contactLimit: 20 } });
    await client.create(people(30));
    expect(await client.after(1_000)).toMatchObject({ state: 'completed_with_errors' });
    expect(client.live()).toHaveLength(20);
  });

  it('creates companies that there are not, and renames those that there are', async () => {
    const client = bulkClient({ seed: { companies: [{ company_id: 'acme', name: 'Old' }] } });
    const companies = [
      { company_id: 'acme', name: 'Acme', plan: 'ignored' },
      { company_id: 'beta', name: 'Beta' },
    ];
    await client.create([{ external_id: 'ada', companies }]);
    await client.after(1_000);
    expect(client.live()).toMatchObject([{ companies: ['acme', 'beta'] }]);
    const names = client.emulator.state.companies().map(({ name }) => name);
    expect(names).toEqual(['Acme', 'Beta']);
  });

  it('puts on tags that there are and skips the others', async () => {
    const client = bulkClient({ seed: { tags: [{ id: '11', name: 'VIP' }] } });
    await client.create([{ external_id: 'ada', tags: { add: [{ id: '11' }, { id: '12' }] } }]);
    expect(await client.after(1_000)).toMatchObject({ state: 'completed' });
    expect(client.live()).toMatchObject([{ tags: ['VIP'] }]);
  });

  it.each([
    ['late', ['VIP']],
    ['dropped', []],
  ] as const)('lets tags come %s', async (bulkTags, later) => {
    const client = bulkClient({ seed: { tags: [{ id: '11', name: 'VIP' }] }, switches: { bulkTags } });
    await client.create([{ external_id: 'ada', tags: { add: [{ id: '11' }] } }]);
    expect(await client.after(1_000)).toMatchObject({ state: 'completed' });
    expect(client.live()).toMatchObject([{ tags: [] }]);
    client.clock.now += 1_000;
    expect(client.live()).toMatchObject([{ tags: later }]);
  });

  it('is over with the next request where a job takes no time', async () => {
    const client = bulkClient({ switches: { bulkJobMs: 0 } });
    expect((await client.create(people(1))).body).toMatchObject({ state: 'running', completed_at: null });
    expect(await client.after(0)).toMatchObject({ state: 'completed' });
    expect(client.live()).toHaveLength(1);
  });
});

describe('a bulk request that is refused whole', () => {
  it.each([
    [{}, 422, 'field_not_found', 'contacts field must be supplied'],
    [{ contacts: { external_id: 'ada' } }, 422, 'type_mismatch', 'contacts must be an array'],
    [{ contacts: ['ada'] }, 422, 'type_mismatch', 'each contact must be an object'],
    [{ contacts: people(101) }, 422, 'parameter_invalid', 'maximum number of contacts per request is 100'],
    [{ contacts: people(1), job: { id: 'job_v2_9' } }, 404, 'job_not_found', 'job job_v2_9 not found'],
  ])('%#: says why and creates nobody', async (body, status, code, message) => {
    const client = bulkClient();
    const reply = await client.send('POST', '/contacts/bulk', body);
    expect(reply.status).toBe(status);
    expect(errorOf(reply)).toEqual({ code, message });
    client.clock.now += 60_000;
    expect(client.live()).toEqual([]);
  });

  it('needs the id of each contact to delete', async () => {
    const client = bulkClient({ seed: { contacts: [{ id: 'ada' }] } });
    const reply = await client.send('POST', '/contacts/bulk/delete', { contacts: [{ id: 'ada' }, {}] });
    expect(errorOf(reply)).toEqual({ code: 'field_not_found', message: 'contacts must be identified by id' });
    client.clock.now += 60_000;
    expect(client.live()).toHaveLength(1);
  });

  it('takes no more contacts than the switch says', async () => {
    const client = bulkClient({ switches: { bulkLimit: 10 } });
    expect((await client.create(people(11))).status).toBe(422);
    expect((await client.create(people(10))).status).toBe(202);
  });

  it('is an unknown path before 2.17', async () => {
    const client = bulkClient();
    const old = { 'Intercom-Version': '2.16' };
    const replies = [
      await client.send('POST', '/contacts/bulk', { contacts: people(1) }, old),
      await client.send('POST', '/contacts/bulk/delete', { contacts: [] }, old),
      await client.send('GET', '/contacts/bulk/job_v2_1', undefined, old),
    ];
    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect(replies.map((reply) => errorOf(reply).code)).toEqual(['not_found', 'not_found', 'not_found']);
  });

  it.each([
    ['off', 404, 'not_found'],
    ['400', 400, 'client_error'],
    ['403', 403, 'api_plan_restricted'],
    ['422', 422, 'unprocessable_entity'],
  ] as const)('is refused where the workspace does not serve it: %s', async (bulkCreate, status, code) => {
    const client = bulkClient({ switches: { bulkCreate } });
    const reply = await client.create(people(1));
    expect(reply.status).toBe(status);
    expect(errorOf(reply).code).toBe(code);
  });

  it('says which job there is not', async () => {
    const reply = await bulkClient().send('GET', '/contacts/bulk/job_v2_7');
    expect(reply.status).toBe(404);
    expect(errorOf(reply)).toEqual({ code: 'job_not_found', message: 'job job_v2_7 not found' });
  });
});

describe('appending to a job', () => {
  it('adds a task, and the job ends with its last one', async () => {
    const client = bulkClient();
    const first = await client.create(people(1));
    client.clock.now += 600;
    const second = await client.create(people(1, 1), { job: { id: first.body.id } });
    expect(second.body).toMatchObject({ id: 'job_v2_1', state: 'running' });
    expect(await client.after(400)).toMatchObject({
      state: 'running',
      tasks: [
        { id: 'task_v2_1', state: 'completed' },
        { id: 'task_v2_2', state: 'running' },
      ],
    });
    expect(await client.after(600)).toMatchObject({ state: 'completed' });
    expect(client.live()).toHaveLength(2);
  });

  it('is refused once the job has ended', async () => {
    const client = bulkClient();
    await client.create(people(1));
    client.clock.now += 1_000;
    const reply = await client.create(people(1, 1), { job: { id: 'job_v2_1' } });
    expect(reply.status).toBe(403);
    expect(errorOf(reply)).toEqual({
      code: 'forbidden',
      message: 'job job_v2_1 is closed for new task updates',
    });
  });
});

describe('a bulk update', () => {
  const seed = {
    tags: [
      { id: '11', name: 'VIP' },
      { id: '12', name: 'New' },
    ],
    companies: [{ company_id: 'acme' }],
    contacts: [
      { id: 'ada', external_id: 'ada', email: 'ada@acme.test', tags: ['New'], companies: ['acme'] },
      { id: 'bob', external_id: 'bob' },
    ],
  };

  it('is an unknown path unless it is switched on', async () => {
    const client = bulkClient({ seed });
    expect((await client.send('PUT', '/contacts/bulk', { contacts: [{ id: 'ada' }] })).status).toBe(404);
  });

  it('writes by id, and puts on and takes off tags and companies', async () => {
    const client = bulkClient({ seed, switches: { bulkUpdate: true } });
    const ada = {
      ...{ id: 'ada', name: 'Ada', signed_up_at: 5, role: 'lead' },
      companies: [{ company_id: 'acme', remove: true }, { company_id: 'beta' }],
      tags: { add: [{ id: '11' }], remove: [{ id: '12' }] },
    };
    const reply = await client.send('PUT', '/contacts/bulk', { contacts: [ada] });
    expect(reply.status).toBe(202);
    expect(await client.after(1_000)).toMatchObject({ state: 'completed' });
    expect(client.emulator.state.contact('ada')).toMatchObject({
      ...{ name: 'Ada', role: 'user', signed_up_at: null, tags: ['VIP'], companies: ['beta'] },
    });
  });

  it('fails an item alone', async () => {
    const client = bulkClient({ seed, switches: { bulkUpdate: true } });
    const contacts = [
      { id: 'nobody', name: 'X' },
      { id: 'bob', external_id: 'ada' },
      { id: 'ada', name: 'Ada' },
    ];
    await client.send('PUT', '/contacts/bulk', { contacts });
    expect(await client.after(1_000)).toMatchObject({ state: 'completed_with_errors' });
    expect(client.emulator.state.contact('bob')).toMatchObject({ external_id: 'bob' });
    expect(client.emulator.state.contact('ada')).toMatchObject({ name: 'Ada' });
  });
});

describe('a bulk delete', () => {
  it('deletes live and archived contacts for good, and fails for those that there are not', async () => {
    const contacts = [{ id: 'ada' }, { id: 'bob', archived: true }, { id: 'cleo' }];
    const client = bulkClient({ seed: { contacts } });
    const reply = await client.send('POST', '/contacts/bulk/delete', {
      contacts: [{ id: 'ada' }, { id: 'nobody' }, { id: 'bob' }],
    });
    expect(reply.status).toBe(202);
    expect(await client.after(1_000)).toMatchObject({ state: 'completed_with_errors' });
    const states = client.emulator.state.allContacts().map(({ id, state }) => `${id} ${state}`);
    expect(states).toEqual(['ada deleted', 'bob deleted', 'cleo live']);
  });
});

describe('the rate limit', () => {
  it.each([
    [false, 9],
    [true, 5],
  ])('with bulk-counts-items %s leaves %i of 10 after five contacts', async (bulkCountsItems, remaining) => {
    const client = bulkClient({ rateLimit: 10, switches: { bulkCountsItems } });
    const reply = await client.create(people(5));
    expect(reply.headers.get('x-ratelimit-remaining')).toBe('10');
    const next = await client.send('GET', '/me');
    expect(next.headers.get('x-ratelimit-remaining')).toBe(String(remaining));
  });
});
