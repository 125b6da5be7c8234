import { describe, expect, it } from 'vitest';
import { parseSeed, SeedError } from '../../src/emulator/index.ts';
import { errorOf, startClient } from './client.ts';

const seed = parseSeed({
  admins: [{ id: '991', email: 'jane@acme.test', name: 'Jane' }],
  contacts: [
    { id: 'ada', external_id: 'customer-1', email: 'ada@acme.test', name: 'Ada' },
    { id: 'bob', external_id: 'customer-2', email: 'bob@acme.test' },
  ],
  conversations: [
    { id: '7', contacts: ['customer-1'], body: 'Hello', replies: ['Anybody?'], tags: ['urgent'] },
    { contacts: ['bob', 'ada'], body: '<p>Us</p>', state: 'closed', created_at: 1_600_000_000 },
  ],
});
const CHAT = '/conversations/7';
const note = { type: 'admin', admin_id: '991', message_type: 'note', body: 'Look' };
const answer = { ...note, message_type: 'comment', body: 'Yes?' };
const thanks = { type: 'user', message_type: 'comment', email: 'ada@acme.test', body: 'Thanks' };

describe('conversations', () => {
  it('are seeded, and show their people by the names of today', async () => {
    const { send } = startClient({ seed });
    await send('PUT', '/contacts/ada', { name: 'Ada Lovelace' });
    expect((await send('GET', CHAT)).body).toMatchObject({
      id: '7',
      state: 'open',
      source: { body: '<p>Hello</p>', author: { type: 'user', id: 'ada', name: 'Ada Lovelace' } },
      contacts: { contacts: [{ id: 'ada', external_id: 'customer-1' }] },
      tags: { tags: [{ name: 'urgent' }] },
      conversation_parts: { conversation_parts: [{ body: '<p>Anybody?</p>' }], total_count: 1 },
    });
    expect((await send('GET', '/conversations')).body.conversations).toMatchObject([
      { id: '7' },
      { state: 'closed' },
    ]);
  });

  it('of a seed have contacts of the seed', () => {
    const wrong = (contacts: string[]) => () =>
      startClient({ seed: parseSeed({ conversations: [{ contacts, body: 'Hello' }] }) });
    expect(wrong([])).toThrow(SeedError);
    expect(wrong(['nobody'])).toThrow('no contact "nobody" in contacts');
  });

  it('wait for an answer that the contact can see, and open again when the contact writes', async () => {
    const { send, clock } = startClient({ seed });
    const since = (await send('GET', CHAT)).body.waiting_since;
    expect(since).toEqual(expect.any(Number));
    expect((await send('POST', `${CHAT}/reply`, note)).body.waiting_since).toBe(since);
    expect((await send('POST', `${CHAT}/reply`, answer)).body).toMatchObject({
      waiting_since: null,
      read: true,
    });
    await send('POST', `${CHAT}/parts`, { ...answer, message_type: 'close' });
    clock.now += 60_000;
    const { body } = await send('POST', '/conversations/last/reply', { ...thanks, email: 'bob@acme.test' });
    expect(body).toMatchObject({
      state: 'open',
      read: false,
      contacts: { contacts: [{ id: 'bob' }, { id: 'ada' }] },
    });
  });

  it('reply to unknown people, without text or in unknown ways are refused', async () => {
    const { send } = startClient({ seed });
    for (const [body, code] of [
      [{ ...answer, admin_id: '1' }, 'not_found'],
      [{ ...answer, body: '' }, 'parameter_invalid'],
      [{ ...answer, message_type: 'sms' }, 'parameter_invalid'],
      [{ ...thanks, email: 'nobody@acme.test' }, 'not_found'],
    ] as const)
      expect(errorOf(await send('POST', `${CHAT}/reply`, body)).code).toBe(code);
    const assign = { type: 'admin', admin_id: '991', message_type: 'assignment', assignee_id: '5' };
    expect((await send('POST', `${CHAT}/parts`, assign)).status).toBe(404);
    expect(
      (await send('POST', `${CHAT}/parts`, { ...assign, assignee_id: '991' })).body.admin_assignee_id,
    ).toBe(991);
    expect(
      (await send('POST', `${CHAT}/parts`, { ...assign, assignee_id: '0' })).body.admin_assignee_id,
    ).toBe(0);
    expect((await send('POST', `${CHAT}/parts`, { ...assign, message_type: 'snoozed' })).status).toBe(400);
  });

  it('take attributes that are declared, each told by a part', async () => {
    const conversation_attributes = [{ id: 1, name: 'issue', data_type: 'string' }];
    const { send } = startClient({ seed: { ...seed, ...parseSeed({ conversation_attributes }) } });
    const { body } = await send('PUT', CHAT, { title: 'A bill', custom_attributes: { issue: 'Billing' } });
    expect(body).toMatchObject({ title: 'A bill', custom_attributes: { issue: 'Billing' } });
    expect(body.conversation_parts).toMatchObject({ total_count: 2 });
    expect((await send('PUT', CHAT, { custom_attributes: { shoe: 1 } })).status).toBe(400);
  });

  it('are redacted where there is a text of a contact or a part', async () => {
    const { send } = startClient({ seed });
    const { body: before } = await send('GET', CHAT);
    const { id: source_id } = before.source as { id: string };
    const part = { type: 'conversation_part', conversation_id: '7', conversation_part_id: '131' };
    const source = { type: 'source', conversation_id: '7', source_id };
    expect((await send('POST', '/conversations/redact', part)).body).toMatchObject({
      conversation_parts: {
        conversation_parts: [{ redacted: true, body: expect.stringContaining('deleted') }],
      },
    });
    expect((await send('POST', '/conversations/redact', source)).body.source).toMatchObject({
      redacted: true,
    });
    await send('POST', `${CHAT}/parts`, { type: 'admin', admin_id: '991', message_type: 'open' });
    const bare = await send('POST', '/conversations/redact', { ...part, conversation_part_id: '132' });
    expect(errorOf(bare).code).toBe('conversation_part_not_redactable');
    expect((await send('POST', '/conversations/redact', { ...source, source_id: '1' })).status).toBe(404);
  });

  it('lose a tag that is deleted, and lag in lists as contacts do', async () => {
    const { send, clock } = startClient({ seed, indexLagMs: 5000 });
    const { data } = (await send('GET', '/tags')).body;
    await send('DELETE', `/tags/${data[0]?.id}`);
    expect((await send('GET', CHAT)).body.tags).toMatchObject({ tags: [] });
    const listed = async () => (await send('GET', '/conversations')).body.total_count;
    await send('DELETE', CHAT);
    expect([(await send('GET', CHAT)).status, await listed()]).toEqual([404, 2]);
    clock.now += 5000;
    expect(await listed()).toBe(1);
  });

  it('begin a saved seed with what their contacts wrote', async () => {
    const { send, emulator } = startClient({ seed });
    await send('POST', `${CHAT}/reply`, answer);
    await send('POST', `${CHAT}/reply`, thanks);
    const again = startClient({ seed: emulator.state.seed() });
    expect(again.emulator.state.seed()).toEqual(emulator.state.seed());
    expect((await again.send('GET', CHAT)).body).toMatchObject({
      tags: { tags: [{ name: 'urgent' }] },
      conversation_parts: { conversation_parts: [{ body: '<p>Anybody?</p>' }, { body: '<p>Thanks</p>' }] },
    });
  });

  it('run assignment rules up to 2.11', async () => {
    const { send } = startClient({ seed });
    const run = (version: string) =>
      send('POST', `${CHAT}/run_assignment_rules`, undefined, { 'Intercom-Version': version });
    expect([(await run('2.11')).status, (await run('2.12')).status]).toEqual([200, 404]);
  });
});

describe('messages', () => {
  const from = { type: 'admin', id: '991' };

  it('of an admin are conversations only when that is asked for', async () => {
    const { send, emulator } = startClient({ seed });
    const message = {
      from,
      to: [{ type: 'user', user_id: 'customer-2' }],
      message_type: 'inapp',
      body: 'Look',
    };
    const { body } = await send('POST', '/messages', message);
    expect(body).toMatchObject({
      type: 'admin_message',
      message_type: 'inapp',
      owner: { id: '991', name: 'Jane' },
    });
    expect(emulator.state.records('conversations')).toHaveLength(2);
    await send('POST', '/messages', { ...message, create_conversation_without_contact_reply: true });
    expect(emulator.state.records('conversations')).toHaveLength(3);
    expect(emulator.state.records('messages')).toMatchObject([{ to: ['bob'] }, { to: ['bob'] }]);
  });

  it('need a kind, a text, and an email a subject', async () => {
    const { send } = startClient({ seed });
    const email = {
      from,
      to: { type: 'user', id: 'bob' },
      message_type: 'email',
      subject: 'Hi',
      body: 'Look',
    };
    expect((await send('POST', '/messages', email)).status).toBe(200);
    for (const [change, status] of [
      [{ subject: '' }, 422],
      [{ body: null }, 400],
      [{ message_type: 'whatsapp' }, 400],
      [{ to: undefined }, 400],
      [{ to: { type: 'user', id: 'nobody' } }, 404],
    ] as const)
      expect((await send('POST', '/messages', { ...email, ...change })).status).toBe(status);
  });
});
