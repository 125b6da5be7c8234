import { describe, expect, it } from 'vitest';
import { errorOf, START, startClient } from './client.ts';

const seed = {
  contacts: [
    { id: 'ada', external_id: 'customer-1', email: 'ada@acme.test' },
    { id: 'lead', role: 'lead' as const },
  ],
};
const order = { event_name: 'ordered-item', created_at: START, user_id: 'customer-1' };
const LIST = '/events?type=user&user_id=customer-1';

describe('data events', () => {
  it('are taken without an answer and listed, newest first', async () => {
    const { send } = startClient({ seed });
    const taken = await send('POST', '/events', { ...order, id: 'any', metadata: { price: 7 } });
    expect([taken.status, taken.body]).toEqual([202, {}]);
    await send('POST', '/events', {
      ...order,
      created_at: START + 1,
      user_id: undefined,
      email: 'ada@acme.test',
    });
    const { body } = await send('GET', LIST);
    expect(body).toMatchObject({ type: 'event.list', pages: {} });
    expect(body.events).toMatchObject([
      { created_at: START + 1 },
      {
        type: 'event',
        event_name: 'ordered-item',
        created_at: START,
        intercom_user_id: 'ada',
        user_id: 'customer-1',
        email: 'ada@acme.test',
        metadata: { price: 7 },
      },
    ]);
  });

  it('of a lead go by its id', async () => {
    const { send } = startClient({ seed });
    const { user_id: _user, ...event } = order;
    expect((await send('POST', '/events', { ...event, id: 'lead' })).status).toBe(202);
    expect((await send('GET', '/events?type=user&intercom_user_id=lead')).body.events).toHaveLength(1);
  });

  it('of one name and second are one, and keep ten keys of metadata', async () => {
    const { send, emulator } = startClient({ seed });
    const metadata = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`key_${n}`, n]));
    for (const _ of [1, 2]) await send('POST', '/events', { ...order, metadata });
    const [event, ...others] = emulator.state.records('events');
    expect(others).toEqual([]);
    expect(Object.keys(event?.metadata ?? {})).toHaveLength(10);
  });

  it('are summed up, those of elsewhere and those that are too old to list among them', async () => {
    const { send } = startClient({ seed });
    await send('POST', '/events', order);
    await send('POST', '/events', { ...order, created_at: START - 91 * 86_400 });
    const summary = {
      event_name: 'ordered-item',
      count: 3,
      first: START - 100 * 86_400,
      last: START - 99 * 86_400,
    };
    const sent = await send('POST', '/events/summaries', { user_id: 'customer-1', event_summaries: summary });
    expect([sent.status, sent.body]).toEqual([200, {}]);
    expect((await send('GET', LIST)).body.events).toHaveLength(1);
    expect((await send('GET', `${LIST}&summary=true`)).body).toMatchObject({
      type: 'event.summary',
      intercom_user_id: 'ada',
      user_id: 'customer-1',
      events: [
        {
          name: 'ordered-item',
          count: 5,
          first: '2020-10-17T01:26:16.000Z',
          last: '2021-01-25T01:26:16.000Z',
        },
      ],
    });
  });

  it('are paged by links to this emulator', async () => {
    const { send } = startClient({ seed });
    for (const n of [1, 2, 3]) await send('POST', '/events', { ...order, created_at: START + n });
    const { body } = await send('GET', `${LIST}&per_page=2`);
    expect(body.events).toHaveLength(2);
    const next = new URL(String(body.pages.next));
    const last = (await send('GET', next.pathname + next.search)).body;
    expect([last.events, last.pages]).toMatchObject([[{ created_at: START + 1 }], {}]);
  });

  it('of nobody, or without name or time, are refused', async () => {
    const { send } = startClient({ seed });
    for (const [change, status, code] of [
      [{ user_id: 'nobody' }, 404, 'not_found'],
      [{ event_name: '' }, 400, 'parameter_not_found'],
      [{ created_at: undefined }, 400, 'parameter_not_found'],
      [{ created_at: 'today' }, 400, 'parameter_invalid'],
    ] as const) {
      const reply = await send('POST', '/events', { ...order, ...change });
      expect([reply.status, errorOf(reply).code]).toEqual([status, code]);
    }
    expect((await send('GET', '/events?user_id=customer-1')).status).toBe(400);
    expect((await send('GET', '/events?type=user&intercom_user_id=nobody')).status).toBe(404);
    expect((await send('POST', '/events/summaries', { user_id: 'customer-1' })).status).toBe(400);
  });
});
