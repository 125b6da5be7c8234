import { describe, expect, it } from 'vitest';
import { errorOf, START, searchIds, startClient } from './client.ts';

const seed = {
  tags: [{ id: '81', name: 'VIP' }],
  companies: [{ id: 'company-1', company_id: 'acme', name: 'Acme' }],
  contacts: [
    { id: 'ada', external_id: 'ada' },
    { id: 'lead', role: 'lead' as const },
  ],
};
const OLD = { 'Intercom-Version': '2.15' };

describe('tags (intercom 5.1)', () => {
  it('are listed by name, ignoring case, without pages', async () => {
    const { send } = startClient({ seed: { tags: ['beta', 'VIP', 'Alpha'] } });
    const { body } = await send('GET', '/tags');
    expect(body.data.map((tag) => tag.name)).toEqual(['Alpha', 'beta', 'VIP']);
    expect(Object.keys(body)).toEqual(['type', 'data']);
  });

  it('are made by name, once, whatever the case', async () => {
    const { send } = startClient({ seed });
    const made = await send('POST', '/tags', { name: 'beta' });
    expect(made.body).toEqual({ type: 'tag', id: '7522901', name: 'beta', users: [], companies: [] });
    const found = await send('POST', '/tags', { name: 'vip' });
    expect(found.body).toMatchObject({ id: '81', name: 'VIP' });
    expect((await send('GET', '/tags/81')).body).toEqual({ type: 'tag', id: '81', name: 'VIP' });
  });

  it('are renamed by id and keep it; a taken name is refused (intercom 12.9)', async () => {
    const { send, emulator } = startClient({ seed });
    expect((await send('POST', '/tags', { id: '81', name: 'Gold' })).body).toMatchObject({
      id: '81',
      name: 'Gold',
    });
    await send('POST', '/tags', { name: 'beta' });
    expect((await send('POST', '/tags', { id: '81', name: 'BETA' })).status).toBe(400);
    expect((await send('POST', '/tags', { id: '5', name: 'x' })).status).toBe(404);
    expect(emulator.state.tags().map((tag) => tag.name)).toEqual(['beta', 'Gold']);
  });

  it.each([[{}], [{ test: 'invalid' }], [{ name: '' }], [{ name: 'x', users: 'ada' }]])(
    'refuses %j',
    async (body) => {
      const reply = await startClient({ seed }).send('POST', '/tags', body);
      expect(reply.status).toBe(400);
      expect(errorOf(reply)).toEqual({ code: 'parameter_invalid', message: 'invalid tag parameters' });
    },
  );

  it('are put on contacts one by one, move updated_at once, and come off', async () => {
    const client = startClient({ seed });
    client.clock.now += 5000;
    const applied = await client.send('POST', '/contacts/ada/tags', { id: '81' });
    const tag = {
      type: 'tag',
      id: '81',
      name: 'VIP',
      applied_at: START + 5,
      applied_by: { type: 'admin', id: '991267466' },
    };
    expect(applied.body).toEqual(tag);
    client.clock.now += 5000;
    expect((await client.send('POST', '/contacts/ada/tags', { id: '81' })).body).toEqual(tag);
    expect((await client.send('GET', '/contacts/ada')).body.updated_at).toBe(START + 5);
    expect(await searchIds(client, { field: 'tag_id', operator: '=', value: '81' })).toEqual(['ada']);
    expect((await client.send('DELETE', '/contacts/ada/tags/81')).body).toEqual(tag);
    expect((await client.send('GET', '/contacts/ada')).body).toMatchObject({
      updated_at: START + 10,
      tags: { total_count: 0 },
    });
    expect(await searchIds(client, { field: 'tag_id', operator: '=', value: '81' })).toEqual([]);
  });

  it('answer 404 for an unknown contact or tag, and to a second removal unless switched (intercom 12.7)', async () => {
    const { send } = startClient({ seed });
    expect(errorOf(await send('POST', '/contacts/nobody/tags', { id: '81' })).message).toBe('User Not Found');
    expect(errorOf(await send('POST', '/contacts/ada/tags', { id: '5' })).message).toBe('Resource Not Found');
    expect((await send('DELETE', '/contacts/ada/tags/81')).status).toBe(404);
    const lax = startClient({ seed, switches: { repeatedDetach: 'ok' } });
    expect((await lax.send('DELETE', '/contacts/ada/tags/81')).status).toBe(200);
  });

  it('go on many users at once; unknown ones are skipped and not listed since 2.16', async () => {
    const { send, emulator } = startClient({ seed });
    const { body } = await send('POST', '/tags', {
      name: 'beta',
      users: [{ id: 'ada' }, { id: 'nobody' }, { id: 'lead' }],
    });
    expect(body.users).toEqual([
      { id: 'ada', tagged: true },
      { id: 'lead', tagged: true },
    ]);
    expect(emulator.state.contact('ada')?.tags).toEqual(['beta']);
  });

  it('come off many users at once (the answer of the spec: "tagged or untagged")', async () => {
    const { send, emulator } = startClient({ seed });
    await send('POST', '/tags', { name: 'beta', users: [{ id: 'ada' }, { id: 'lead' }] });
    const { body } = await send('POST', '/tags', { name: 'beta', users: [{ id: 'ada', untag: true }] });
    expect(body.users).toEqual([{ id: 'ada', tagged: false }]);
    expect(emulator.state.contact('ada')?.tags).toEqual([]);
    expect(emulator.state.contact('lead')?.tags).toEqual(['beta']);
  });

  it('answer 404 for an unknown user up to 2.15 and leave the new tag behind (intercom 8.27)', async () => {
    const { send, emulator } = startClient({ seed });
    const reply = await send('POST', '/tags', { name: 'beta', users: [{ id: 'nobody' }] }, OLD);
    expect(reply.status).toBe(404);
    expect(emulator.state.tags().map((tag) => tag.name)).toEqual(['beta', 'VIP']);
    const plain = await send('POST', '/tags', { name: 'gold', users: [{ id: 'ada' }] }, OLD);
    expect(Object.keys(plain.body)).toEqual(['type', 'id', 'name']);
  });

  it('go on and off companies by name, which show them with names', async () => {
    const { send } = startClient({ seed });
    const tagged = await send('POST', '/tags', { name: 'vip', companies: [{ company_id: 'acme' }] });
    expect(tagged.body.companies).toEqual([{ id: 'acme', tagged: true }]);
    const shown = await send('GET', '/companies/company-1');
    expect(shown.body.tags).toEqual({ type: 'tag.list', tags: [{ type: 'tag', id: '81', name: 'VIP' }] });
    const off = await send('POST', '/tags', { name: 'vip', companies: [{ id: 'company-1', untag: true }] });
    expect(off.body.companies).toEqual([{ id: 'company-1', tagged: false }]);
    expect((await send('GET', '/companies/company-1')).body.tags.tags).toEqual([]);
  });

  it('are deleted everywhere, with an empty answer', async () => {
    const { send, emulator } = startClient({ seed: { ...seed, contacts: [{ id: 'ada', tags: ['vip'] }] } });
    const reply = await send('DELETE', '/tags/81');
    expect([reply.status, reply.body]).toEqual([200, {}]);
    expect(emulator.state.contact('ada')?.tags).toEqual([]);
    expect((await send('DELETE', '/tags/81')).status).toBe(404);
  });

  it('are kept while a segment depends on them', async () => {
    const { send } = startClient({
      seed: { tags: [{ id: '81', name: 'vip' }], segments: [{ name: 'Seg 1', tags: ['vip'] }] },
    });
    const reply = await send('DELETE', '/tags/81');
    expect(reply.status).toBe(400);
    expect(errorOf(reply)).toEqual({
      code: 'tag_has_dependent_objects',
      message: 'Unable to delete Tag with dependent objects. Segments: Seg 1.',
    });
  });
});
