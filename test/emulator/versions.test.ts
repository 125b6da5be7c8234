import { describe, expect, it } from 'vitest';
import { errorOf, startClient } from './client.ts';

const seed = {
  admins: [{ id: '814860', email: 'jane@acme.test' }],
  contacts: [{ id: 'ada', external_id: 'ada', owner_id: '814860' }],
  companies: [{ id: 'company-1', company_id: 'acme' }],
};

describe('what comes with a version (intercom 0.4, 11.5)', () => {
  it.each([
    ['GET', '/contacts/find_by_external_id/ada', '2.12', '2.13'],
    ['POST', '/contacts/ada/block', '2.12', '2.13'],
    ['GET', '/companies/company-1/notes', '2.14', '2.15'],
    ['GET', '/contacts/ada/merge_history', '2.15', '2.16'],
  ])('%s %s is unknown in %s and there in %s', async (method, path, before, since) => {
    const { send } = startClient({ seed });
    const old = await send(method, path, undefined, { 'Intercom-Version': before });
    expect(old.status).toBe(404);
    expect(errorOf(old).message).toBe('Resource Not Found');
    expect((await send(method, path, undefined, { 'Intercom-Version': since })).status).toBe(200);
  });

  it.each([
    ['2.12', { id: 'ada', archived: true, object: 'contact' }],
    ['2.13', { type: 'contact', id: 'ada', external_id: 'ada', archived: true }],
  ])('archive answers in the form of %s', async (version, body) => {
    const { send } = startClient({ seed });
    expect(
      (await send('POST', '/contacts/ada/archive', undefined, { 'Intercom-Version': version })).body,
    ).toEqual(body);
  });

  it('bodies up to 2.3 have fewer keys, as in the recordings (intercom 4.1)', async () => {
    const { send } = startClient({ seed: { ...seed, tags: [{ id: '81', name: 'vip' }] } });
    const old = { 'Intercom-Version': '2.3' };
    const tag = await send('POST', '/contacts/ada/tags', { id: '81' }, old);
    expect(tag.body).toEqual({ type: 'tag', id: '81', name: 'vip' });
    const { body } = await send('GET', '/contacts/ada', undefined, old);
    expect(body.location).toEqual({ type: 'location', country: null, region: null, city: null });
    const since = await send('GET', '/contacts/ada', undefined, { 'Intercom-Version': '2.4' });
    expect(Object.keys(since.body).filter((key) => !(key in body))).toEqual([
      'opted_out_subscription_types',
      'opted_in_subscription_types',
      'utm_campaign',
      'utm_content',
      'utm_medium',
      'utm_source',
      'utm_term',
      'referrer',
      'enabled_push_messaging',
    ]);
  });

  it('update_last_request_at of companies is an unknown key before 2.16 (intercom 0.4)', async () => {
    const { send } = startClient({ seed });
    const body = { company_id: 'acme', update_last_request_at: true };
    const refused = await send('POST', '/companies', body, { 'Intercom-Version': '2.15' });
    expect(refused.status).toBe(400);
    expect(errorOf(refused).message).toBe("bad 'update_last_request_at' parameter");
    expect((await send('POST', '/companies', body)).body).toHaveProperty('last_request_at');
  });

  it.each([
    ['2.9', 814860],
    ['2.15', 814860],
    ['2.16', '814860'],
  ])('owner_id in %s is %j', async (version, owner) => {
    const { send } = startClient({ seed });
    const { body } = await send('GET', '/contacts/ada', undefined, { 'Intercom-Version': version });
    expect(body.owner_id).toBe(owner);
  });
});

describe('notes, admins and segments (intercom 5.3, 5.4, 5.10)', () => {
  it('take notes as text and show them as HTML, with their author', async () => {
    const { send } = startClient({ seed });
    const { body } = await send('POST', '/contacts/ada/notes', { body: 'Hello', admin_id: '814860' });
    expect(body).toMatchObject({
      type: 'note',
      id: '1',
      body: '<p>Hello</p>',
      contact: { type: 'contact', id: 'ada' },
      author: { id: '814860' },
    });
    expect((await send('GET', '/contacts/ada/notes')).body).toMatchObject({
      total_count: 1,
      data: [{ id: '1' }],
    });
    expect((await send('GET', '/notes/1')).body.id).toBe('1');
    await send('POST', '/contacts/ada/notes', { body: 'Again' });
    const { data } = (await send('GET', '/contacts/ada/notes')).body;
    expect(data.map(({ id }) => id)).toEqual(['2', '1']);
    const stranger = await send('POST', '/contacts/ada/notes', { body: 'Hello', admin_id: '1' });
    expect(errorOf(stranger)).toEqual({ code: 'not_found', message: 'Resource Not Found' });
  });

  it('know admins one by one, and answer an unknown one as the description does', async () => {
    const { send } = startClient({ seed });
    expect((await send('GET', '/admins/814860')).body).toMatchObject({
      id: '814860',
      away_status_reason_id: null,
    });
    const unknown = await send('GET', '/admins/1');
    expect([unknown.status, errorOf(unknown)]).toEqual([
      404,
      { code: 'admin_not_found', message: 'Admin not found' },
    ]);
  });

  it('know no visitors and no jobs (intercom 1.6)', async () => {
    const { send } = startClient({ seed });
    expect(errorOf(await send('GET', '/visitors?user_id=ada'))).toEqual({
      code: 'not_found',
      message: 'Visitor Not Found',
    });
    expect(errorOf(await send('GET', '/jobs/status/5'))).toEqual({
      code: 'job_not_found',
      message: 'Job Not Found',
    });
  });

  it('show segments read-only, with counts when asked', async () => {
    const { send } = startClient({
      seed: {
        segments: [{ id: 'seg', name: 'VIPs', tags: ['vip'] }],
        contacts: [
          { id: 'ada', tags: ['vip'] },
          { id: 'lead', role: 'lead', tags: ['vip'] },
        ],
      },
    });
    expect((await send('GET', '/segments')).body).toMatchObject({
      type: 'segment.list',
      segments: [{ type: 'segment', id: 'seg', name: 'VIPs', person_type: 'user' }],
    });
    const counted = await send('GET', '/segments?include_count=true');
    expect(counted.body.segments).toMatchObject([{ count: 1 }]);
    expect((await send('GET', '/contacts/ada/segments')).body.data).toMatchObject([{ id: 'seg' }]);
    expect((await send('GET', '/contacts/lead/segments')).body.data).toEqual([]);
    expect((await send('POST', '/segments', { name: 'x' })).status).toBe(404);
  });
});
