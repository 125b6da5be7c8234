import { describe, expect, it } from 'vitest';
import { errorOf, searchIds, startClient } from './client.ts';

const contacts = Array.from({ length: 12 }, (_, at) => ({
  id: `c${String(at).padStart(2, '0')}`,
  external_id: `customer-${at}`,
  created_at: 1_571_317_446 + at,
}));
const seed = { contacts };
const everyone = { field: 'created_at', operator: '>', value: 0 };
const bySignup = { field: 'created_at', order: 'ascending' };

describe('GET /contacts (intercom 4.5)', () => {
  it('shows ten by default and 150 at most (intercom 9.30, 9.31)', async () => {
    const { send } = startClient({ seed });
    const { body } = await send('GET', '/contacts');
    expect(body.data).toHaveLength(10);
    expect(body).toMatchObject({
      type: 'list',
      total_count: 12,
      pages: { type: 'pages', page: 1, per_page: 10, total_pages: 2, next: { page: 2 } },
    });
    const all = await send('GET', '/contacts?per_page=1000');
    expect(all.body.pages).toEqual({ type: 'pages', page: 1, per_page: 150, total_pages: 1 });
  });

  it('continues from a cursor, which is base64 of [sort value, last id, next page]', async () => {
    const { send } = startClient({ seed });
    const first = await send('GET', '/contacts?per_page=5');
    const cursor = first.body.pages.next?.starting_after ?? '';
    expect(JSON.parse(Buffer.from(cursor, 'base64').toString())).toEqual([-1, 'c04', 2]);
    const second = await send('GET', `/contacts?per_page=5&starting_after=${encodeURIComponent(cursor)}`);
    expect(second.body.data.map((contact) => contact.id)).toEqual(['c05', 'c06', 'c07', 'c08', 'c09']);
    expect(second.body.pages).toMatchObject({ page: 2, next: { page: 3 } });
    const byPage = await send('GET', '/contacts?per_page=5&page=3');
    expect(byPage.body.data.map((contact) => contact.id)).toEqual(['c10', 'c11']);
    expect(byPage.body.pages).not.toHaveProperty('next');
  });

  it.each(['made-up', 'e30=', 'WzEsMiwzXQ=='])('refuses the cursor %s', async (cursor) => {
    const reply = await startClient({ seed }).send('GET', `/contacts?starting_after=${cursor}`);
    expect(reply.status).toBe(400);
    expect(errorOf(reply)).toEqual({
      code: 'client_error',
      message:
        'Invalid starting_after param. Please try again using a starting_after value from a paginated response',
    });
  });

  it('orders by last_request_at descending, then id (intercom 9.35)', async () => {
    const observed = { last_request_at: 1_700_000_000 };
    const { send } = startClient({ seed: { contacts: [{ id: 'b' }, { id: 'z', observed }, { id: 'a' }] } });
    expect((await send('GET', '/contacts')).body.data.map((contact) => contact.id)).toEqual(['z', 'a', 'b']);
  });
});

describe('paging of POST /contacts/search (intercom 4.6.1)', () => {
  it('reads the cursor from the body, and shows 50 by default', async () => {
    const { send } = startClient({ seed });
    const search = { query: everyone, sort: bySignup, pagination: { per_page: 5 } };
    const first = await send('POST', '/contacts/search', search);
    const cursor = first.body.pages.next?.starting_after ?? '';
    expect(JSON.parse(Buffer.from(cursor, 'base64').toString())).toEqual([1_571_317_450_000, 'c04', 2]);
    const second = await send('POST', '/contacts/search', {
      ...search,
      pagination: { per_page: 5, starting_after: cursor },
    });
    expect(second.body.data[0]?.id).toBe('c05');
    const ignored = await send('POST', `/contacts/search?starting_after=${cursor}`, search);
    expect(ignored.body.data[0]?.id).toBe('c00');
    expect((await send('POST', '/contacts/search', { query: everyone })).body.pages).toMatchObject({
      per_page: 50,
    });
  });

  it('goes on behind a row that vanished between two pages', async () => {
    const { send, emulator } = startClient({ seed });
    const search = { query: everyone, sort: bySignup, pagination: { per_page: 5 } };
    const first = await send('POST', '/contacts/search', search);
    emulator.foreign('DELETE', '/contacts/c04');
    const second = await send('POST', '/contacts/search', {
      ...search,
      pagination: { per_page: 5, starting_after: first.body.pages.next?.starting_after },
    });
    expect(second.body.data[0]?.id).toBe('c05');
    expect(second.body).toMatchObject({ total_count: 11 });
  });

  it('sorts descending unless told otherwise, and refuses other orders', async () => {
    const { send } = startClient({ seed });
    const descending = await send('POST', '/contacts/search', {
      query: everyone,
      sort: { field: 'external_id' },
    });
    expect(descending.body.data[0]?.external_id).toBe('customer-9');
    const bad = await send('POST', '/contacts/search', {
      query: everyone,
      sort: { field: 'created_at', order: 'desc' },
    });
    expect(bad.status).toBe(400);
    expect(errorOf(bad)).toEqual({
      code: 'invalid_sort_order',
      message: "Invalid sort order 'desc'. Must be one of: ascending, descending",
    });
  });
});

describe('the lagging index (intercom 11.3)', () => {
  const ada = { field: 'name', operator: '=', value: 'Ada' };

  it('shows writes after the lag while GET by id shows them at once', async () => {
    const client = startClient({ seed, indexLagMs: 2000 });
    await client.send('PUT', '/contacts/c00', { name: 'Ada' });
    expect((await client.send('GET', '/contacts/c00')).body.name).toBe('Ada');
    client.clock.now += 1999;
    expect(await searchIds(client, ada)).toEqual([]);
    client.clock.now += 1;
    expect(await searchIds(client, ada)).toEqual(['c00']);
  });

  it('can be flushed, and can lose a row until it changes again (intercom 11.6)', async () => {
    const client = startClient({ seed, indexLagMs: 60_000 });
    await client.send('PUT', '/contacts/c00', { name: 'Ada' });
    client.emulator.flushIndex();
    expect(await searchIds(client, ada)).toEqual(['c00']);
    client.emulator.loseFromIndex('c00');
    expect(await searchIds(client, ada)).toEqual([]);
    expect((await client.send('GET', '/contacts?per_page=150')).body).toMatchObject({ total_count: 11 });
    await client.send('PUT', '/contacts/c00', { phone: '+353871' });
    client.emulator.flushIndex();
    expect(await searchIds(client, ada)).toEqual(['c00']);
  });
});
