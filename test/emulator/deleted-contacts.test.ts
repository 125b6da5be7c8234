import { beforeEach, describe, expect, it } from 'vitest';
import { type Client, errorOf, START, startClient } from './client.ts';

const contacts = [
  { id: 'ada', external_id: 'customer-1', email: 'ada@acme.test' },
  { id: 'bob', external_id: 'customer-2', email: "bob&'<o>@acme.test" },
  { id: 'cleo', external_id: 'customer-3', email: 'cleo@acme.test' },
  { id: 'dora', role: 'lead' as const, external_id: 'a-uuid', email: 'ada@acme.test' },
  { id: 'emil', external_id: 'customer-5', archived: true, updated_at: START - 100 },
];

let client: Client;
beforeEach(() => {
  client = startClient({ seed: { contacts } });
});

const list = (query = '', version = '2.17', from = client) =>
  from.send('GET', `/contacts/deleted${query}`, undefined, { 'Intercom-Version': version });

/** Makes one contact of each status, a second apart. */
async function leaveAll() {
  const calls = [
    ['POST', '/contacts/bob/archive', undefined],
    ['POST', '/contacts/cleo/block', undefined],
    ['POST', '/contacts/merge', { from: 'dora', into: 'ada' }],
    ['DELETE', '/contacts/ada', undefined],
  ] as const;
  for (const [method, path, body] of calls) {
    client.clock.now += 1_000;
    expect((await client.send(method, path, body)).status).toBe(200);
  }
}

describe('GET /contacts/deleted', () => {
  it('lists whoever is not live, with what became of them, the latest first', async () => {
    await leaveAll();
    expect((await list('?escape_identity=false')).body).toEqual({
      type: 'list',
      data: [
        {
          ...{ type: 'contact', id: 'ada', external_id: 'customer-1', email: 'ada@acme.test' },
          status: 'pending_deletion',
        },
        {
          ...{ type: 'contact', id: 'dora', external_id: 'a-uuid', email: 'ada@acme.test' },
          ...{ status: 'merged', merged_into_id: 'ada' },
        },
        {
          ...{ type: 'contact', id: 'cleo', external_id: 'customer-3', email: 'cleo@acme.test' },
          status: 'blocked',
        },
        {
          ...{ type: 'contact', id: 'bob', external_id: 'customer-2', email: "bob&'<o>@acme.test" },
          status: 'archived',
        },
        { type: 'contact', id: 'emil', external_id: 'customer-5', email: null, status: 'archived' },
      ],
      total_count: 5,
      pages: { type: 'pages', page: 1, per_page: 10, total_pages: 1, next: null },
    });
  });

  it('forgets who somebody was once the deletion is over', async () => {
    await client.send('DELETE', '/contacts/ada');
    client.clock.now += 24 * 3_600_000;
    expect((await list()).body.data[0]).toEqual({
      ...{ type: 'contact', id: 'ada', external_id: null, email: null, status: 'permanently_deleted' },
    });
  });

  it('escapes emails unless it is told not to', async () => {
    await client.send('POST', '/contacts/bob/archive');
    const emailFor = async (query: string) => (await list(query)).body.data[0]?.['email'];
    expect(await emailFor('')).toBe('bob&amp;&#39;&lt;o&gt;@acme.test');
    expect(await emailFor('?escape_identity=true')).toBe('bob&amp;&#39;&lt;o&gt;@acme.test');
    expect(await emailFor('?escape_identity=false')).toBe("bob&'<o>@acme.test");
  });

  it('pages by number', async () => {
    await leaveAll();
    const idsOf = async (query: string) => (await list(query)).body.data.map(({ id }) => id);
    expect(await idsOf('?per_page=2')).toEqual(['ada', 'dora']);
    expect(await idsOf('?per_page=2&page=3')).toEqual(['emil']);
    expect(await idsOf('?per_page=2&page=4')).toEqual([]);
    expect((await list('?per_page=2&page=2')).body.pages).toEqual({
      ...{ type: 'pages', page: 2, per_page: 2, total_pages: 3 },
      next: 'https://api.intercom.io/contacts/deleted?per_page=2&page=3',
    });
  });

  it.each([
    ['', 10],
    ['?per_page=1', 1],
    ['?per_page=1.5', 1],
    ['?per_page=20abc', 20],
    ['?per_page=151', 150],
  ])('takes the size of a page from its leading digits: %s', async (query, perPage) => {
    expect((await list(query)).body.pages).toMatchObject({ per_page: perPage });
  });

  it.each(['0', 'abc', '-5', ''])('refuses a page of "%s" rows', async (size) => {
    const reply = await list(`?per_page=${size}`);
    expect(reply.status).toBe(400);
    expect(errorOf(reply).code).toBe('invalid_per_page');
  });

  it('lists nobody who came back', async () => {
    await client.send('POST', '/contacts/emil/unarchive');
    expect((await list()).body).toMatchObject({ data: [], total_count: 0 });
  });

  it('is no more than the id of a contact before 2.17, or where it is switched off', async () => {
    const off = startClient({ seed: { contacts }, switches: { deletedList: false } });
    const replies = [await list('', '2.16'), await list('', '2.17', off)];
    expect(replies.map(({ status }) => status)).toEqual([404, 404]);
  });
});
