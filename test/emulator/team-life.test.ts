import { describe, expect, it } from 'vitest';
import { errorOf, START, startClient } from './client.ts';

const seed = {
  admins: [
    { id: '991', email: 'jane@acme.test', name: 'Jane' },
    { id: '992', email: 'joe@acme.test', name: 'Joe' },
  ],
};

describe('admins who are away', () => {
  const away = { away_mode_enabled: true, away_mode_reassign: false };

  it('are shown so, and the log tells who sent them', async () => {
    const { send, clock } = startClient({ seed });
    expect((await send('PUT', '/admins/992/away', away)).body).toMatchObject({
      id: '992',
      away_mode_enabled: true,
    });
    expect((await send('GET', '/admins/992')).body).toMatchObject(away);
    clock.now += 5000;
    await send('PUT', '/admins/992/away', { ...away, away_mode_enabled: false });
    const logs = `/admins/activity_logs?created_at_after=${START - 1}`;
    const { body } = await send('GET', logs);
    expect(body).toMatchObject({ type: 'activity_log.list', pages: { total_pages: 1 } });
    expect(body.activity_logs).toMatchObject([
      { activity_description: 'Jane turned away mode off for Joe.' },
      {
        activity_type: 'admin_away_mode_change',
        performed_by: { id: '991', email: 'jane@acme.test' },
        metadata: { away_mode: true, reassign_conversations: false },
        created_at: START,
      },
    ]);
    const early = `${logs}&created_at_before=${new Date((START + 1) * 1000).toISOString()}`;
    expect((await send('GET', early)).body.activity_logs).toHaveLength(1);
  });

  it('who do not exist, and times that are none, are refused', async () => {
    const { send } = startClient({ seed });
    expect(errorOf(await send('PUT', '/admins/1/away', away)).code).toBe('admin_not_found');
    expect((await send('PUT', '/admins/992/away', { away_mode_enabled: 'yes' })).status).toBe(400);
    expect((await send('GET', '/admins/activity_logs')).status).toBe(400);
    expect((await send('GET', '/admins/activity_logs?created_at_after=soon')).status).toBe(400);
  });
});

describe('exports of message data', () => {
  const span = { created_at_after: START - 1000, created_at_before: START };

  it('are pending one at a time, can be canceled, and end without data', async () => {
    const { send, clock } = startClient({ seed });
    const { body: job } = await send('POST', '/export/content/data', span);
    const name = String(job.job_identifier);
    expect(job).toEqual({
      job_identifier: name,
      status: 'pending',
      download_url: '',
      download_expires_at: '',
    });
    const second = await send('POST', '/export/content/data', span);
    expect([second.status, errorOf(second).message]).toEqual([
      429,
      'Exceeded rate limit of 1 pending message data export jobs',
    ]);
    expect((await send('POST', `/export/cancel/${name}`)).body.status).toBe('canceled');
    expect((await send('GET', `/export/content/data/${name}`)).body.status).toBe('canceled');
    const { body: other } = await send('POST', '/export/content/data', span);
    clock.now += 2000;
    const path = `content/data/${String(other.job_identifier)}`;
    expect((await send('GET', `/export/${path}`)).body.status).toBe('no_data');
    expect((await send('POST', `/export/cancel/${String(other.job_identifier)}`)).body.status).toBe(
      'no_data',
    );
    expect((await send('GET', `/download/${path}`)).status).toBe(404);
  });

  it('need a span, and a job that exists', async () => {
    const { send } = startClient({ seed });
    expect((await send('POST', '/export/content/data', {})).status).toBe(400);
    expect((await send('GET', '/export/content/data/unknown')).status).toBe(404);
  });
});

describe('counts', () => {
  const full = {
    ...seed,
    tags: ['vip', 'new'],
    segments: [{ name: 'Important', tags: ['vip'] }],
    companies: [{ company_id: 'acme', name: 'Acme', tags: ['vip'] }],
    contacts: [
      { id: 'ada', external_id: 'ada', tags: ['vip'], companies: ['acme'] },
      { id: 'bob', external_id: 'bob', archived: true },
      { id: 'lead', role: 'lead' as const, tags: ['new'] },
    ],
    conversations: [
      { id: '7', contacts: ['ada'] as const, body: 'Hello' },
      { contacts: ['ada'] as const, body: 'Bye', state: 'closed' as const },
    ],
  };

  it.each([
    [
      '',
      {
        type: 'count.hash',
        company: { count: 1 },
        segment: { count: 1 },
        tag: { count: 2 },
        user: { count: 1 },
        lead: { count: 1 },
      },
    ],
    ['?type=user', { type: 'count', user: { count: 1 } }],
    ['?type=user&count=tag', { type: 'count', user: { tag: [{ new: 0 }, { vip: 1 }] } }],
    ['?type=user&count=segment', { type: 'count', user: { segment: [{ Important: 1 }] } }],
    ['?type=company&count=tag', { type: 'count', company: { tag: [{ new: 0 }, { vip: 1 }] } }],
    ['?type=company&count=user', { type: 'count', company: { user: [{ Acme: 1 }] } }],
    [
      '?type=conversation',
      { type: 'count', conversation: { open: 1, closed: 1, assigned: 0, unassigned: 1 } },
    ],
  ])('%s are those of what is live', async (query, counted) => {
    expect((await startClient({ seed: full }).send('GET', `/counts${query}`)).body).toEqual(counted);
  });

  it('of conversations go by who has them', async () => {
    const { send } = startClient({ seed: full });
    const assign = { type: 'admin', admin_id: '991', message_type: 'assignment', assignee_id: '992' };
    await send('POST', '/conversations/7/parts', assign);
    expect((await send('GET', '/counts?type=conversation&count=admin')).body).toEqual({
      type: 'count',
      conversation: {
        admin: [
          { id: '991', name: 'Jane', open: 0, closed: 0 },
          { id: '992', name: 'Joe', open: 1, closed: 0 },
        ],
      },
    });
  });

  it('of what nobody knows are refused', async () => {
    expect((await startClient().send('GET', '/counts?type=shoe')).status).toBe(400);
    expect((await startClient().send('GET', '/counts?type=user&count=shoe')).status).toBe(400);
  });
});
