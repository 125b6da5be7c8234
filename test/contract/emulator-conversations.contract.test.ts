import { expect, it } from 'vitest';
import { describeContract } from './describe-contract.ts';
import { endpointsOf } from './described-resources.ts';
import { driveEmulator, NOBODY } from './drive.ts';

const SEED = {
  admins: [
    { id: '991', email: 'jane@acme.test', name: 'Jane' },
    { id: '992', email: 'joe@acme.test' },
  ],
  teams: [{ id: '814865', name: 'Support' }],
  subscription_types: [{ id: '135', name: 'Newsletters' }],
};

describeContract('every answer of the emulator about conversations is described', () => {
  const { ok, refused, malformed, ada, vip } = driveEmulator(
    endpointsOf('conversations', 'subscriptions'),
    SEED,
  );

  it('from the first message to the last', async () => {
    const user = await ada();
    const from = { type: 'user', id: user.id };
    const message = await ok('POST', '/conversations', { from, body: 'Hello there', subject: 'Help' });
    const chat = `/conversations/${message.conversation_id}`;
    expect(await ok('GET', chat)).toMatchObject({ state: 'open', admin_assignee_id: 0, read: false });
    await ok('PUT', chat, { read: true, title: 'Help with a bill' });
    const admin = { type: 'admin', admin_id: '991' };
    await ok('POST', `${chat}/reply`, { ...admin, message_type: 'comment', body: 'How can I help?' });
    await ok('POST', `${chat}/reply`, { ...admin, message_type: 'note', body: 'Look at the bill' });
    await ok('POST', `${chat}/parts`, { ...admin, message_type: 'assignment', assignee_id: '992' });
    await ok('POST', `${chat}/parts`, {
      ...admin,
      type: 'team',
      message_type: 'assignment',
      assignee_id: '814865',
    });
    await ok('POST', `${chat}/parts`, {
      admin_id: '991',
      message_type: 'snoozed',
      snoozed_until: 2_000_000_000,
    });
    await ok('POST', `${chat}/parts`, { admin_id: '991', message_type: 'open' });
    await ok('POST', `${chat}/reply`, {
      type: 'user',
      message_type: 'comment',
      intercom_user_id: user.id,
      body: 'Thanks',
    });
    await ok('POST', `${chat}/parts`, { ...admin, message_type: 'close', body: 'Goodbye' });
    const closed = await ok('GET', chat);
    expect(closed).toMatchObject({
      state: 'closed',
      open: false,
      admin_assignee_id: 992,
      team_assignee_id: 814865,
    });
    const parts = closed.conversation_parts.conversation_parts;
    expect(parts.map((part: { part_type: string }) => part.part_type)).toEqual([
      ...['comment', 'note', 'assignment', 'assignment', 'snoozed', 'open', 'comment', 'close'],
    ]);
    const part = { type: 'conversation_part', conversation_id: closed.id, conversation_part_id: parts[0].id };
    await ok('POST', '/conversations/redact', part);

    await refused(404, 'not_found', 'GET', '/conversations/9');
    await refused(404, 'not_found', 'PUT', '/conversations/9', { read: true });
    await refused(404, 'not_found', 'DELETE', '/conversations/9');
    await refused(404, 'not_found', 'POST', '/conversations', {
      from: { ...from, id: NOBODY },
      body: 'Hello',
    });
    await refused(404, 'not_found', 'POST', '/conversations/9/reply', {
      ...admin,
      message_type: 'comment',
      body: 'Hi',
    });
    await refused(404, 'not_found', 'POST', '/conversations/9/parts', { ...admin, message_type: 'close' });
    await refused(404, 'conversation_part_or_message_not_found', 'POST', '/conversations/redact', {
      ...part,
      conversation_part_id: '0',
    });
    await malformed(400, 'parameter_invalid', 'POST', `${chat}/parts`, { ...admin, message_type: 'merge' });
    await ok('DELETE', chat);
    await refused(404, 'not_found', 'GET', chat);
  });

  it('with people and tags coming and going', async () => {
    const user = await ada();
    const tag = await vip();
    const { conversation_id } = await ok('POST', '/conversations', {
      from: { type: 'user', id: user.id },
      body: 'Hello',
    });
    const chat = `/conversations/${conversation_id}`;
    const other = await ok('POST', '/contacts', { role: 'user', external_id: 'bob' });
    const customers = `${chat}/customers`;
    await ok('POST', customers, { admin_id: '991', customer: { intercom_user_id: other.id } });
    await ok('DELETE', `${customers}/${user.id}`, { admin_id: '991' });
    await refused(422, 'parameter_invalid', 'DELETE', `${customers}/${other.id}`, { admin_id: '991' });
    await refused(404, 'not_found', 'POST', customers, { customer: { intercom_user_id: NOBODY } });
    expect(await ok('POST', `${chat}/tags`, { id: tag.id, admin_id: '991' })).toMatchObject({ name: 'VIP' });
    expect((await ok('GET', chat)).tags.tags).toMatchObject([{ id: tag.id }]);
    await ok('DELETE', `${chat}/tags/${tag.id}`, { admin_id: '991' });
    await refused(404, 'tag_not_found', 'DELETE', `${chat}/tags/${tag.id}`, { admin_id: '991' });
    await refused(404, 'not_found', 'POST', '/conversations/9/tags', { id: tag.id, admin_id: '991' });
  });

  it('in lists, in searches and begun by messages', async () => {
    const user = await ada();
    for (const body of ['one', 'two', 'three'])
      await ok('POST', '/conversations', { from: { type: 'user', id: user.id }, body });
    const first = await ok('GET', '/conversations?per_page=2');
    expect(first).toMatchObject({ type: 'conversation.list', total_count: 3, pages: { total_pages: 2 } });
    const cursor = encodeURIComponent(first.pages.next.starting_after);
    expect(
      (await ok('GET', `/conversations?per_page=2&starting_after=${cursor}`)).conversations,
    ).toHaveLength(1);
    const message = await ok('POST', '/messages', {
      message_type: 'in_app',
      body: 'Look',
      from: { type: 'admin', id: 991 },
      to: { type: 'user', id: user.id },
      create_conversation_without_contact_reply: true,
    });
    const query = { field: 'source.id', operator: '=', value: message.id };
    expect((await ok('POST', '/conversations/search', { query })).conversations).toMatchObject([
      { source: { delivered_as: 'admin_initiated', author: { id: '991' } } },
    ]);
    await refused(400, 'invalid_field', 'POST', '/conversations/search', {
      query: { field: 'shoe', operator: '=', value: '1' },
    });
    await refused(404, 'not_found', 'POST', '/messages', {
      message_type: 'in_app',
      body: 'Look',
      from: { type: 'admin', id: 991 },
      to: { type: 'user', id: NOBODY },
    });
  });

  it('about subscriptions', async () => {
    const path = `/contacts/${(await ada()).id}/subscriptions`;
    const choice = { id: '135', consent_type: 'opt_out' };
    expect((await ok('GET', '/subscription_types')).data).toHaveLength(1);
    await ok('POST', path, choice);
    expect((await ok('GET', path)).data).toHaveLength(1);
    await ok('DELETE', `${path}/135`);
    await refused(404, 'not_found', 'POST', path, { ...choice, id: '1' });
    await refused(404, 'not_found', 'DELETE', `${path}/1`);
    await refused(404, 'not_found', 'GET', `/contacts/${NOBODY}/subscriptions`);
  });
});
