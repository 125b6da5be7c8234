import { describe, expect, it } from 'vitest';
import { startControlled } from './control-client.ts';

const ada = { external_id: 'ada', email: 'ada@acme.test', name: 'Ada' };
const bob = { external_id: 'bob', email: 'bob@acme.test' };
const seed = { tags: ['vip'], contacts: [ada] };

describe('the control plane', () => {
  it('says what there is to control, and refuses the rest with it', async () => {
    const { control } = startControlled();
    const all = await control('GET', '');
    expect(all.body).toEqual({
      endpoints: [
        ...['GET /_emulator/health', 'POST /_emulator/reset'],
        ...['GET /_emulator/seed', 'PUT /_emulator/seed', 'DELETE /_emulator/seed'],
        ...['GET /_emulator/faults', 'PUT /_emulator/faults', 'DELETE /_emulator/faults'],
        ...['GET /_emulator/clock', 'POST /_emulator/clock'],
        ...['GET /_emulator/requests', 'DELETE /_emulator/requests'],
      ],
    });
    const unknown = await control('GET', '/heath');
    expect(unknown).toMatchObject({ status: 404, body: { error: 'There is no /_emulator/heath' } });
    expect(unknown.body['help']).toContain('GET /_emulator/health');
    expect(await control('GET', '/reset')).toEqual({
      status: 405,
      body: { error: '/_emulator/reset knows no GET', help: 'there are POST /_emulator/reset' },
    });
  });

  it('needs no token, counts against no limit, meets no fault and stands in no log', async () => {
    const { control, send, emulator } = startControlled({ token: 'ada-token', rateLimit: 1 });
    await control('PUT', '/faults', '500/1');
    for (let call = 0; call < 5; call += 1) expect((await control('GET', '/health')).status).toBe(200);
    expect(emulator.requests).toEqual([]);
    expect((await send('GET', '/me')).status).toBe(500);
  });

  it('can be turned off', async () => {
    const { send } = startControlled({ control: false });
    expect((await send('POST', '/_emulator/reset')).status).toBe(404);
  });
});

describe('health', () => {
  it('says that it is ready, what runs and how much it holds', async () => {
    const { control, send } = startControlled({ seed, version: '1.2.3' });
    await send('GET', '/me');
    const { status, body } = await control('GET', '/health');
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        ready: true,
        version: '1.2.3',
        clock: { now: '2026-01-15T00:00:00.000Z', running: true },
        counts: { contacts: 1, tags: 1 },
        requests: { kept: 1, dropped: 0, rate_limited: 0 },
      },
    });
    expect((await startControlled().control('HEAD', '/health')).status).toBe(200);
  });
});

describe('reset', () => {
  it('brings back data, ids, clock, faults, limit and log of the start', async () => {
    const { control, send, emulator } = startControlled({ seed, rateLimit: 3 });
    const begin = await send('POST', '/contacts', bob);
    await control('PUT', '/faults', '429/1');
    await control('POST', '/clock', { advance_ms: 5000 });
    for (let call = 0; call < 3; call += 1) await send('GET', '/me');
    expect((await control('POST', '/reset')).body).toEqual({ reset: true });
    expect(emulator.state.liveContacts().map(({ name }) => name)).toEqual(['Ada']);
    expect(emulator.requests).toEqual([]);
    const again = await send('POST', '/contacts', bob);
    expect(again).toEqual(begin);
    expect(again.status).toBe(200);
  });
});

describe('the seed', () => {
  it('is replaced at once, and then is what a reset returns to, until it is deleted', async () => {
    const { control, send, emulator } = startControlled({ seed });
    const names = () => emulator.state.liveContacts().map((one) => one.external_id);
    expect((await control('PUT', '/seed', { contacts: [bob] })).status).toBe(200);
    expect(names()).toEqual(['bob']);
    await send('POST', '/contacts', ada);
    await control('POST', '/reset');
    expect(names()).toEqual(['bob']);
    await control('DELETE', '/seed');
    expect(names()).toEqual(['ada']);
  });

  it('is refused with every mistake, and changes nothing then', async () => {
    const { control, emulator } = startControlled({ seed });
    const wrong = await control('PUT', '/seed', { contacts: [{ role: 'admin' }], people: [] });
    expect(wrong).toMatchObject({ status: 400, body: { error: 'The seed is not valid' } });
    expect(wrong.body['problems']).toEqual([
      expect.stringContaining('contacts[0].role: '),
      expect.stringContaining('people: is not known here'),
    ]);
    for (const body of ['', '[]', 'nonsense'])
      expect(await control('PUT', '/seed', body)).toMatchObject({ status: 400 });
    const unloadable = { contacts: [{ ...ada, custom_attributes: { plan: 'pro' } }] };
    expect((await control('PUT', '/seed', unloadable)).status).toBe(400);
    expect((await control('PUT', '/seed', `"${'x'.repeat(11_000_000)}"`)).status).toBe(413);
    expect(emulator.state.liveContacts().map((one) => one.external_id)).toEqual(['ada']);
  });
});

describe('faults', () => {
  it('are replaced, shown with what they struck, and taken away', async () => {
    const { control, send } = startControlled();
    const begin = { spec: '', faults: [] };
    expect((await control('GET', '/faults')).body).toEqual(begin);
    await control('PUT', '/faults', { spec: '429/2, 500-after#1 on POST /contacts,seed=7' });
    const statuses = [];
    for (const path of ['/tags', '/contacts', '/contacts'])
      statuses.push((await send('POST', path, path === '/tags' ? { name: 'vip' } : ada)).status);
    expect(statuses).toEqual([200, 429, 200]);
    expect((await control('GET', '/faults')).body).toEqual({
      spec: '429/2,500-after#1 on POST /contacts,seed=7',
      faults: [
        { fault: '429/2', calls: 3, struck: 1 },
        { fault: '500-after#1 on POST /contacts', calls: 2, struck: 1 },
      ],
    });
    expect((await control('DELETE', '/faults')).body).toEqual(begin);
    expect((await send('GET', '/me')).status).toBe(200);
  });

  it('stay where a spec is wrong', async () => {
    const { control } = startControlled();
    await control('PUT', '/faults', '429/2');
    for (const [body, error] of [
      ['oops/1', 'no fault "oops"'],
      ['in-limit=5', 'The spec turns a switch'],
      [{ spec: 5 }, 'The spec is not a text'],
      [{ faults: '429/1' }, 'The body holds faults'],
    ] as const) {
      const refused = await control('PUT', '/faults', body);
      expect(refused).toMatchObject({ status: 400, body: { error: expect.stringContaining(error) } });
    }
    expect((await control('GET', '/faults')).body).toMatchObject({ spec: '429/2,seed=1' });
  });
});

describe('the clock', () => {
  const created = async (client: ReturnType<typeof startControlled>, body: object) =>
    (await client.send('POST', '/contacts', body)).body['created_at'];

  it('is advanced, set, stopped and let run', async () => {
    let machine = Date.UTC(2026, 0, 15);
    const client = startControlled({ now: () => machine });
    const move = async (body: object) => (await client.control('POST', '/clock', body)).body;
    const running = true;
    expect(await move({ advance_ms: 60_000 })).toMatchObject({ now: '2026-01-15T00:01:00.000Z', running });
    machine += 1000;
    expect(await created(client, ada)).toBe(Date.UTC(2026, 0, 15, 0, 1, 1) / 1000);
    await move({ now: '2030-01-01T00:00:00Z', running: false });
    machine += 1000;
    expect(await created(client, bob)).toBe(Date.UTC(2030, 0, 1) / 1000);
    await move({ running });
    machine += 1000;
    expect((await client.control('GET', '/clock')).body).toEqual({
      now: '2030-01-01T00:00:01.000Z',
      unix: Date.UTC(2030, 0, 1, 0, 0, 1) / 1000,
      running,
    });
  });

  it('makes writes visible to search where they lag', async () => {
    const { control, send } = startControlled({ indexLagMs: 30_000 });
    await send('POST', '/contacts', ada);
    const query = { field: 'external_id', operator: '=', value: 'ada' };
    const found = async () => (await send('POST', '/contacts/search', { query })).body['total_count'];
    expect(await found()).toBe(0);
    await control('POST', '/clock', { advance_ms: 30_000 });
    expect(await found()).toBe(1);
  });

  it('renews the rate limit by what it is advanced, whose headers stay in the time of the machine', async () => {
    const { control, emulator } = startControlled({ rateLimit: 1 });
    const me = () => emulator.fetch('http://any/me', { headers: { Authorization: 'Bearer any' } });
    const begin = await me();
    expect((await me()).status).toBe(429);
    await control('POST', '/clock', { now: '2026-06-01' });
    expect((await me()).status).toBe(429);
    await control('POST', '/clock', { advance_ms: 10_000 });
    const later = await me();
    expect(later.status).toBe(200);
    expect(later.headers.get('x-ratelimit-reset')).toBe(begin.headers.get('x-ratelimit-reset'));
  });

  it('stays where it is told nonsense', async () => {
    const { control } = startControlled();
    for (const body of [
      {},
      { advance_ms: -1 },
      { advance_ms: '5s' },
      { now: 'tomorrow' },
      { now: '2026-02-30' },
      { running: 'yes', advance_ms: 5 },
    ])
      expect(await control('POST', '/clock', body)).toMatchObject({ status: 400 });
    expect(await control('POST', '/clock', { advance: 5 })).toMatchObject({
      body: { error: 'The body holds advance', help: 'known are advance_ms, now, running' },
    });
    expect((await control('GET', '/clock')).body['now']).toBe('2026-01-15T00:00:00.000Z');
  });

  it('never goes beyond what a date can say, however often it is advanced', async () => {
    const { control } = startControlled();
    expect((await control('POST', '/clock', { now: '9999-12-31' })).status).toBe(200);
    expect(await control('POST', '/clock', { advance_ms: 86_400_000 })).toMatchObject({
      status: 400,
      body: { error: 'advance_ms goes beyond the year 9999' },
    });
    expect((await control('GET', '/health')).body['clock']).toMatchObject({
      now: '9999-12-31T00:00:00.000Z',
    });
  });
});

describe('the log of requests', () => {
  it('is read with bodies, found by method and path, and emptied', async () => {
    const { control, send } = startControlled({ keepBodies: true });
    const { body } = await send('POST', '/contacts', ada);
    await send('GET', `/contacts/${body['id']}?x=1`);
    await send('GET', '/me');
    const found = await control('GET', '/requests?method=get&path=/contacts/*');
    expect(found.body).toEqual({
      ...{ kept: 3, dropped: 0, found: 1 },
      requests: [
        {
          ...{
            at: '2026-01-15T00:00:00.000Z',
            method: 'GET',
            path: `/contacts/${body['id']}`,
            query: '?x=1',
          },
          ...{ status: 200, body: null, answer: body },
        },
      ],
    });
    const write = await control('GET', '/requests?path=/contacts');
    expect(write.body['requests']).toMatchObject([{ method: 'POST', body: ada, answer: { name: 'Ada' } }]);
    await control('DELETE', '/requests');
    expect((await control('GET', '/requests')).body).toEqual({ kept: 0, dropped: 0, found: 0, requests: [] });
  });

  it('keeps the newest, and says how many it does not', async () => {
    const { control, send } = startControlled({ keepRequests: 2 });
    for (const path of ['/me', '/tags', '/admins']) await send('GET', path);
    const { body } = await control('GET', '/requests');
    expect(body).toMatchObject({ kept: 2, dropped: 1, requests: [{ path: '/tags' }, { path: '/admins' }] });
    expect((body['requests'] as object[])[0]).not.toHaveProperty('answer');
  });

  it('counts those that the rate limit refused, kept or not', async () => {
    const { control, send } = startControlled({ keepRequests: 1, rateLimit: 2 });
    const statuses = [];
    for (const path of ['/me', '/tags', '/admins', '/me']) statuses.push((await send('GET', path)).status);
    expect(statuses).toEqual([200, 200, 429, 429]);
    expect((await control('GET', '/health')).body).toMatchObject({ requests: { kept: 1, rate_limited: 2 } });
    await control('POST', '/reset');
    expect((await control('GET', '/health')).body).toMatchObject({ requests: { rate_limited: 0 } });
  });
});
