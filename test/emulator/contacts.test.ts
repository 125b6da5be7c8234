import { describe, expect, it } from 'vitest';
import { type Client, errorOf, START, searchIds, startClient } from './client.ts';

async function create(client: Client, body: object): Promise<string> {
  const reply = await client.send('POST', '/contacts', body);
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
  return reply.body.id;
}

describe('PUT /contacts/{id}', () => {
  const seed = {
    admins: [{ id: '814860', email: 'jane@acme.test' }],
    attributes: [
      { model: 'contact' as const, name: 'plan', data_type: 'options', options: ['free', 'pro'] },
      { model: 'contact' as const, name: 'seats', data_type: 'integer' },
      { model: 'contact' as const, name: 'joined', data_type: 'datetime' },
      { model: 'contact' as const, name: 'note', data_type: 'string' },
    ],
    contacts: [
      { id: 'ada', external_id: 'ada', email: 'ada@acme.test', phone: '+353871234567', name: 'Ada' },
    ],
  };

  it('does not move updated_at when nothing changes (intercom 4.10)', async () => {
    const { send, clock } = startClient({ seed });
    clock.now += 60_000;
    const same = await send('PUT', '/contacts/ada', {
      name: 'Ada',
      custom_attributes: {},
      external_id: null,
    });
    expect(same.body.updated_at).toBe(START);
    const moved = await send('PUT', '/contacts/ada', { name: 'Ada Lovelace' });
    expect(moved.body.updated_at).toBe(START + 60);
  });

  it('clears email to "" in GET and null in search, phone and name to null, external_id not at all (intercom 4.2)', async () => {
    const client = startClient({ seed });
    const { body } = await client.send('PUT', '/contacts/ada', {
      email: null,
      phone: null,
      name: null,
      external_id: null,
    });
    expect(body).toMatchObject({ email: '', phone: null, name: null, external_id: 'ada' });
    const found = await client.send('GET', '/contacts');
    expect(found.body.data[0]).toMatchObject({ id: 'ada', email: null });
    expect(await searchIds(client, { field: 'email', operator: '=', value: null })).toEqual(['ada']);
  });

  it('merges custom attributes by key; a cleared one stays as null, a never-set one is absent (intercom 4.2)', async () => {
    const { send } = startClient({ seed });
    await send('PUT', '/contacts/ada', { custom_attributes: { plan: 'pro', seats: 0 } });
    const { body } = await send('PUT', '/contacts/ada', {
      custom_attributes: { plan: null, note: null, joined: 1597870204 },
    });
    expect(body.custom_attributes).toEqual({ plan: null, seats: 0, joined: 1597870204 });
  });

  it.each([
    ['seats', 'three'],
    ['seats', 1.5],
    ['note', 5],
    ['note', ['a']],
    ['joined', '2024-01-15'],
  ])('refuses %s: %j (intercom 9.7)', async (name, value) => {
    const { send, emulator } = startClient({ seed });
    const reply = await send('PUT', '/contacts/ada', { name: 'X', custom_attributes: { [name]: value } });
    expect(reply.status).toBe(400);
    expect(emulator.state.contact('ada')).toMatchObject({ name: 'Ada', custom_attributes: {} });
  });

  it('cuts custom strings at 255 characters, or refuses them when switched (intercom 9.6)', async () => {
    const note = 'a'.repeat(256);
    const { send } = startClient({ seed });
    const { body } = await send('PUT', '/contacts/ada', { custom_attributes: { note } });
    expect(body.custom_attributes).toEqual({ note: 'a'.repeat(255) });
    const strict = startClient({ seed, switches: { stringTooLong: 'refuse' } });
    expect((await strict.send('PUT', '/contacts/ada', { custom_attributes: { note } })).status).toBe(400);
  });

  it('accepts a value outside the options, or refuses it when switched (intercom 9.5)', async () => {
    const write = { custom_attributes: { plan: 'gold' } };
    expect((await startClient({ seed }).send('PUT', '/contacts/ada', write)).status).toBe(200);
    const strict = startClient({ seed, switches: { listOptionCheck: true } });
    expect((await strict.send('PUT', '/contacts/ada', write)).status).toBe(400);
  });

  it('takes an owner by string or integer and answers by version (intercom 0.4, 1.6)', async () => {
    const { send } = startClient({ seed });
    const { body } = await send('PUT', '/contacts/ada', { owner_id: 814860 });
    expect(body.owner_id).toBe('814860');
    const old = await send('GET', '/contacts/ada', undefined, { 'Intercom-Version': '2.15' });
    expect(old.body.owner_id).toBe(814860);
    const bad = await send('PUT', '/contacts/ada', { owner_id: '1' });
    expect(bad.status).toBe(400);
    expect(errorOf(bad).message).toBe('The owner specified is not a member of the workspace');
  });

  it('refuses email_verified without email since 2.16 (intercom 6)', async () => {
    const { send } = startClient({ seed });
    expect((await send('PUT', '/contacts/ada', { email_verified: true })).status).toBe(400);
    const old = { 'Intercom-Version': '2.15' };
    expect((await send('PUT', '/contacts/ada', { email_verified: true }, old)).status).toBe(200);
  });

  it('writes an avatar as URL and answers it as object (intercom 4.1)', async () => {
    const { send } = startClient({ seed });
    const { body } = await send('PUT', '/contacts/ada', { avatar: 'https://acme.test/ada.png' });
    expect(body.avatar).toEqual({ type: 'avatar', image_url: 'https://acme.test/ada.png' });
  });

  it('allows the email of another user (intercom 4.4.3) and refuses the external_id of a live one (intercom 9.17)', async () => {
    const client = startClient({ seed });
    const id = await create(client, { external_id: 'bob', email: 'bob@acme.test' });
    expect((await client.send('PUT', `/contacts/${id}`, { email: 'ada@acme.test' })).status).toBe(200);
    const reply = await client.send('PUT', `/contacts/${id}`, { external_id: 'ada' });
    expect(reply.status).toBe(409);
    expect(errorOf(reply).message).toBe('A contact matching those details already exists with id=ada');
  });

  it('takes over the external_id of an archived contact, whose unarchive is then a conflict (intercom 4.4.5, 9.24)', async () => {
    const client = startClient({ seed });
    const id = await create(client, { external_id: 'bob' });
    await client.send('POST', '/contacts/ada/archive');
    const taken = await client.send('PUT', `/contacts/${id}`, { external_id: 'ada' });
    expect(taken.body).toMatchObject({ id, external_id: 'ada' });
    const reply = await client.send('POST', '/contacts/ada/unarchive');
    expect(reply.status).toBe(409);
    expect(errorOf(reply).message).toContain(`id=${id}`);
  });

  it('answers 404 for archived contacts and their sub-resources (intercom 4.9)', async () => {
    const { send } = startClient({ seed });
    await send('POST', '/contacts/ada/archive');
    for (const [method, path] of [
      ['PUT', '/contacts/ada'],
      ['GET', '/contacts/ada/tags'],
      ['GET', '/contacts/ada/companies'],
      ['GET', '/contacts/find_by_external_id/ada'],
    ] as const) {
      const reply = await send(method, path, method === 'PUT' ? {} : undefined);
      expect(reply.status).toBe(404);
      expect(errorOf(reply)).toEqual({ code: 'not_found', message: 'User Not Found' });
    }
    expect((await send('POST', '/contacts/ada/archive')).status).toBe(200);
    expect((await send('DELETE', '/contacts/ada')).status).toBe(200);
  });

  it('unarchives a live contact without a change (intercom 9.25)', async () => {
    const { send } = startClient({ seed });
    expect((await send('POST', '/contacts/ada/unarchive')).body.archived).toBe(false);
  });

  it('finds users by external_id with odd characters, leads not (intercom 4.3)', async () => {
    const client = startClient();
    const id = await create(client, { external_id: 'a/b c?ü' });
    const path = `/contacts/find_by_external_id/${encodeURIComponent('a/b c?ü')}`;
    expect((await client.send('GET', path)).body.id).toBe(id);
    const named = await create(client, { external_id: 'segments' });
    expect((await client.send('GET', '/contacts/find_by_external_id/segments')).body.id).toBe(named);
    const lead = await client.send('POST', '/contacts', { role: 'lead' });
    const byLead = await client.send('GET', `/contacts/find_by_external_id/${lead.body.external_id}`);
    expect(byLead.status).toBe(404);
  });

  it('blocks for good: 404 to reads, not_restorable to a new user with its identity (intercom 4.9, 9.37)', async () => {
    const { send } = startClient({ seed });
    expect((await send('POST', '/contacts/ada/block')).body).toEqual({
      type: 'contact',
      id: 'ada',
      external_id: 'ada',
      blocked: true,
    });
    expect((await send('GET', '/contacts/ada')).status).toBe(404);
    for (const reply of [
      await send('POST', '/contacts', { external_id: 'ada' }),
      await send('PUT', '/contacts/ada', { name: 'X' }),
    ])
      expect(errorOf(reply).code).toBe('not_restorable');
  });
});

describe('embedded lists (intercom 4.1)', () => {
  it('stop at ten, and the sub-resource has all', async () => {
    const tags = Array.from({ length: 12 }, (_, at) => `tag ${String(at).padStart(2, '0')}`);
    const { send } = startClient({ seed: { contacts: [{ id: 'ada', tags }] } });
    const { body } = await send('GET', '/contacts/ada');
    expect(body.tags).toMatchObject({ total_count: 12, has_more: true, url: '/contacts/ada/tags' });
    expect(body.tags.data).toHaveLength(10);
    expect(body.tags.data[0]).toEqual({
      id: expect.stringMatching(/^\d+$/),
      type: 'tag',
      url: expect.any(String),
    });
    expect((await send('GET', '/contacts/ada/tags')).body.data).toHaveLength(12);
  });
});
