import { describe, expect, it } from 'vitest';
import { type Client, errorOf, START, startClient } from './client.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

async function create(client: Client, body: object): Promise<string> {
  const reply = await client.send('POST', '/contacts', body);
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
  return reply.body.id;
}

describe('POST /contacts (intercom 11.4)', () => {
  it('answers the whole object of 4.1', async () => {
    const { send } = startClient();
    const { status, body } = await send('POST', '/contacts', { email: 'ada@acme.test' });
    expect(status).toBe(200);
    expect(body.id).toMatch(/^[0-9a-f]{24}$/);
    expect(body).toMatchObject({
      type: 'contact',
      workspace_id: 'ecahpwf5',
      external_id: null,
      role: 'user',
      email: 'ada@acme.test',
      phone: null,
      avatar: null,
      owner_id: null,
      created_at: START,
      updated_at: START,
      custom_attributes: {},
      location: { type: 'location', country: null, country_code: null },
      tags: { type: 'list', data: [], url: `/contacts/${body.id}/tags`, total_count: 0, has_more: false },
      opted_in_subscription_types: { url: `/contacts/${body.id}/subscriptions` },
      enabled_push_messaging: null,
    });
    expect(body).not.toHaveProperty('merge_history');
  });

  it('needs a role, an email or an external_id', async () => {
    const reply = await startClient().send('POST', '/contacts', { name: 'Ada' });
    expect(reply.status).toBe(400);
    expect(errorOf(reply).code).toBe('parameter_invalid');
  });

  it('takes an unknown role as user (intercom 4.4.10) and ignores unknown and read-only keys (intercom 6)', async () => {
    const { send } = startClient();
    const { body } = await send('POST', '/contacts', {
      role: 'contact',
      email: 'ada@acme.test',
      nickname: 'Countess',
      created_at: 5,
      language_override: 'fr',
    });
    expect(body).toMatchObject({ role: 'user', created_at: START, language_override: null });
    expect(body).not.toHaveProperty('nickname');
  });

  it('refuses an external_id that a live, archived or deleted user holds, with the recorded texts (intercom 1.6)', async () => {
    const client = startClient();
    const id = await create(client, { external_id: 'ada', email: 'ada@acme.test' });
    const post = () => client.send('POST', '/contacts', { external_id: 'ada', email: 'new@acme.test' });
    expect(errorOf(await post()).message).toBe(
      `A contact matching those details already exists with id=${id}`,
    );
    await client.send('DELETE', `/contacts/${id}`);
    const reply = await post();
    expect(reply.status).toBe(409);
    expect(errorOf(reply)).toEqual({
      code: 'conflict',
      message: `An archived contact matching those details already exists with id=${id}`,
    });
  });

  it('refuses a user without external_id whose email a user holds, ignoring case (intercom 4.4.2, 9.19)', async () => {
    const client = startClient();
    const id = await create(client, { external_id: 'ada', email: 'Ada@Acme.test' });
    const reply = await client.send('POST', '/contacts', { email: 'ada@acme.TEST' });
    expect(reply.status).toBe(409);
    expect(errorOf(reply).message).toContain(`id=${id}`);
    expect(client.emulator.state.contact(id)?.email).toBe('Ada@Acme.test');
  });

  it('lets a new external_id share an email, unless emailConflict is on (intercom 9.16)', async () => {
    for (const [emailConflict, status] of [
      [false, 200],
      [true, 409],
    ] as const) {
      const client = startClient({ switches: { emailConflict } });
      await create(client, { external_id: 'ada', email: 'ada@acme.test' });
      const reply = await client.send('POST', '/contacts', { external_id: 'ada-2', email: 'ada@acme.test' });
      expect(reply.status).toBe(status);
    }
  });

  it('makes a second lead with the same email and replaces its external_id (intercom 4.4.6, 4.4.7)', async () => {
    const client = startClient();
    await create(client, { external_id: 'ada', email: 'ada@acme.test' });
    const first = await client.send('POST', '/contacts', {
      role: 'lead',
      email: 'ada@acme.test',
      external_id: 'ada',
    });
    const second = await client.send('POST', '/contacts', { role: 'lead', email: 'ada@acme.test' });
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(first.body.external_id).toMatch(UUID);
    expect(second.body.id).not.toBe(first.body.id);
  });

  it('refuses the whole write for an undeclared or archived attribute (intercom 3.8, 9.8, 9.33)', async () => {
    const client = startClient({
      seed: { attributes: [{ model: 'contact', name: 'old', data_type: 'string', archived: true }] },
    });
    for (const name of ['isOpenSource', 'old', '__proto__']) {
      const reply = await client.send(
        'POST',
        '/contacts',
        `{"email":"a@b.c","custom_attributes":{"${name}":"x"}}`,
      );
      expect(reply.status).toBe(400);
      expect(errorOf(reply)).toEqual({
        code: 'parameter_invalid',
        message: `Custom attribute '${name}' does not exist`,
      });
    }
    expect(client.emulator.state.allContacts()).toEqual([]);
  });

  it('shows a fresh contact updated one second before it was created, when switched (intercom 4.10)', async () => {
    const { send } = startClient({ switches: { earlyUpdatedAt: true } });
    const { body } = await send('POST', '/contacts', { email: 'ada@acme.test' });
    expect(body.updated_at).toBe(START - 1);
  });
});
