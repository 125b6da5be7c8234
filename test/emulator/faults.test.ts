import { describe, expect, it } from 'vitest';
import { showFaults } from '../../src/emulator/faults/show.ts';
import {
  createEmulator,
  DEFAULT_SWITCHES,
  FaultSpecError,
  parseFaults,
  SWITCH_NAMES,
} from '../../src/emulator/index.ts';
import { resources } from '../../src/emulator/resources/index.ts';
import { requestSwitches } from '../../src/emulator/switches/request.ts';
import { errorOf, searchIds, startClient } from './client.ts';

const ada = { external_id: 'ada', email: 'ada@acme.test' };

describe('fault specs', () => {
  it('name faults, when they strike, and a seed', () => {
    expect(parseFaults('429:0.05, 500-after/20,lost#7,delay:.1@50,seed=7')).toEqual({
      seed: 7,
      faults: [
        { name: '429', when: { chance: 0.05 } },
        { name: '500-after', when: { every: 20 } },
        { name: 'lost', when: { only: 7 } },
        { name: 'delay', when: { chance: 0.1 }, delayMs: 50 },
      ],
    });
    expect(parseFaults('')).toEqual({ seed: 1, faults: [] });
  });

  it('limit a fault to a route', () => {
    const spec = '500-after#1 on POST /contacts,429/3 on /contacts/**,delay:0.5@50 on delete,lost:0.1,seed=3';
    const plan = parseFaults(spec);
    expect(plan.faults.map(({ route }) => route)).toEqual([
      { method: 'POST', path: '/contacts' },
      { path: '/contacts/**' },
      { method: 'DELETE' },
      undefined,
    ]);
    expect(showFaults(plan)).toBe(spec.replace('delete', 'DELETE'));
  });

  it('set switches', () => {
    expect(
      parseFaults(
        'or-in-or=off,in-limit=5,attribute-limit=10,unarchive-deleted=500,company-lookup=bare,default-version=2.14,429/3',
      ),
    ).toEqual({
      seed: 1,
      faults: [{ name: '429', when: { every: 3 } }],
      switches: {
        orInOr: false,
        inLimit: 5,
        attributeLimit: 10,
        unarchiveDeleted: 500,
        companyLookup: 'bare',
        defaultVersion: '2.14',
      },
    });
  });

  it('set every switch there is', () => {
    const declared = resources.flatMap(({ switches = {} }) => Object.keys(switches));
    expect(declared).toContain('companyLookup');
    const sets = [...declared, ...Object.keys(requestSwitches)];
    // Twice in here is a name that two of them gave.
    expect(sets.sort()).toEqual(Object.keys(DEFAULT_SWITCHES).sort());
    expect(SWITCH_NAMES).toHaveLength(sets.length);
    expect(SWITCH_NAMES).toContain('merged-external-id-conflict');
  });

  it.each([
    ['oops:0.1', 'no fault "oops"; there are 429, 500'],
    ['429', 'says not when'],
    ['429:1.5', 'the chance must be from 0 to 1'],
    ['429:often', 'the chance must be from 0 to 1'],
    ['lost/0', 'a whole number from 1'],
    ['delay:0.1', 'delay needs @MILLISECONDS'],
    ['lost:0.1@50', 'only delay takes @MILLISECONDS'],
    ['seed=x', 'the seed must be a whole number'],
    ['or-in-or=maybe', 'or-in-or takes on or off'],
    ['in-limit=-1', 'in-limit takes a whole number'],
    ['company-lookup=both', 'company-lookup takes list or bare'],
    ['default-version=9.9', 'default-version takes a version'],
    ['no-such=on', 'no switch "no-such"; there are seed, retry-after, require-accept'],
    ['429:0.1,,lost:0.1', 'not understood'],
    ['429/1 on FETCH /contacts', 'no method "FETCH"; there are GET'],
    ['429/1 on POST contacts', 'a path begins with /'],
    ['429/1 on /contacts POST', 'the method stands before the path'],
    ['429/1 on POST /contacts /tags', 'a method, a path, or both'],
    ['429/1 on /contacts/a*', '* stands for a whole segment'],
    ['429/1 on /**/tags', '* stands for a whole segment'],
    ['429/1 on POST on PUT', 'names two routes'],
    ['on POST', 'not understood'],
  ])('such as %s are refused', (spec, reason) => {
    expect(() => parseFaults(spec)).toThrow(FaultSpecError);
    expect(() => parseFaults(spec)).toThrow(reason);
  });
});

describe('faults (intercom 11.6)', () => {
  const client = (spec: string) => startClient({ faults: parseFaults(spec) });

  it.each([
    ['429#1', 429, 'rate_limit_exceeded'],
    ['401#1', 401, 'token_unauthorized'],
    ['403#1', 403, 'action_forbidden'],
    ['plan-restricted#1', 403, 'api_plan_restricted'],
    ['408#1', 408, 'request_timeout'],
    ['500#1', 500, 'server_error'],
    ['502#1', 502, 'server_error'],
    ['504#1', 504, 'server_error'],
    ['503#1', 503, 'service_unavailable'],
    ['500-before#1', 500, 'server_error'],
  ])('%s keeps a write from being done', async (spec, status, code) => {
    const { send, emulator } = client(spec);
    const reply = await send('POST', '/contacts', ada);
    expect(reply.status).toBe(status);
    expect(errorOf(reply).code).toBe(code);
    expect(emulator.state.liveContacts()).toEqual([]);
    expect((await send('POST', '/contacts', ada)).status).toBe(200);
  });

  it('switches hold from the start; those of the options win', async () => {
    const faults = parseFaults('attribute-limit=0,contact-limit=1');
    const { send } = startClient({ faults, switches: { contactLimit: 2 } });
    const attribute = { name: 'plan', model: 'contact', data_type: 'string' };
    expect(errorOf(await send('POST', '/data_attributes', attribute)).code).toBe('custom_data_limit_reached');
    expect((await send('POST', '/contacts', ada)).status).toBe(200);
    expect((await send('POST', '/contacts', { role: 'lead' })).status).toBe(200);
    expect((await send('POST', '/contacts', { role: 'lead' })).status).toBe(400);
  });

  it('500-after answers 500 to a write that was done, and leaves reads alone', async () => {
    const { send, emulator } = client('500-after#1');
    expect((await send('GET', '/me')).status).toBe(200);
    expect((await send('POST', '/contacts', ada)).status).toBe(500);
    expect(emulator.state.liveContacts()).toMatchObject([ada]);
  });

  it('lost closes the connection after the write, reset before it', async () => {
    const lost = client('lost#1');
    await expect(lost.send('POST', '/contacts', ada)).rejects.toMatchObject({
      name: 'TypeError',
      message: 'fetch failed',
      cause: { code: 'UND_ERR_SOCKET' },
    });
    expect(lost.emulator.state.liveContacts()).toMatchObject([ada]);
    const reset = client('reset#1');
    await expect(reset.send('POST', '/contacts', ada)).rejects.toMatchObject({
      cause: { code: 'ECONNRESET' },
    });
    expect(reset.emulator.state.liveContacts()).toEqual([]);
    expect(reset.emulator.requests).toMatchObject([{ path: '/contacts', status: 0, fault: 'reset' }]);
  });

  it('empty and html answer 200 with no JSON to a request that was done', async () => {
    for (const [spec, text] of [
      ['empty#1', ''],
      ['html#1', '<html><body>Intercom</body></html>'],
    ] as const) {
      const { emulator } = client(spec);
      const reply = await emulator.fetch('http://any/contacts', {
        method: 'POST',
        headers: { Authorization: 'Bearer any' },
        body: JSON.stringify(ada),
      });
      expect([reply.status, await reply.text()]).toEqual([200, text]);
      expect(emulator.state.liveContacts()).toHaveLength(1);
    }
  });

  it('revoked refuses every call from then on', async () => {
    const { send } = client('revoked#2');
    const statuses = [];
    for (let call = 0; call < 3; call += 1) statuses.push((await send('GET', '/me')).status);
    expect(statuses).toEqual([200, 401, 401]);
  });

  it('lost-row hides a written contact from search', async () => {
    const one = client('lost-row#1');
    const { body } = await one.send('POST', '/contacts', ada);
    expect(await searchIds(one, { field: 'external_id', operator: '=', value: 'ada' })).toEqual([]);
    expect((await one.send('GET', `/contacts/${body.id}`)).status).toBe(200);
  });

  it('of a route strike and count its calls alone', async () => {
    const { send } = client('503#2 on GET /contacts/*,500/1 on POST /contacts/*/tags,401/1 on PUT /tags/**');
    const statuses = [];
    for (const [method, path] of [
      ['GET', '/contacts/1'],
      ['GET', '/contacts'],
      ['DELETE', '/contacts/1'],
      ['GET', '//contacts/2?x=1'],
      ['POST', '/contacts/1/tags'],
      ['PUT', '/tags'],
    ] as const)
      statuses.push((await send(method, path)).status);
    expect(statuses).toEqual([404, 200, 404, 503, 500, 401]);
  });

  it('every n-th call', async () => {
    const { send } = client('429/3');
    const statuses = [];
    for (let call = 0; call < 6; call += 1) statuses.push((await send('GET', '/me')).status);
    expect(statuses).toEqual([200, 200, 429, 200, 200, 429]);
  });

  it('come the same with the same seed and differently with another', async () => {
    const run = async (seed: number) => {
      const { send } = client(`500:0.5,seed=${seed}`);
      const statuses = [];
      for (let call = 0; call < 20; call += 1) statuses.push((await send('GET', '/me')).status);
      return statuses.join(' ');
    };
    expect(await run(7)).toBe(await run(7));
    expect(await run(7)).not.toBe(await run(8));
    expect(await run(7)).toContain('500');
  });

  it('can be replaced while running, and do not strike a foreign writer', async () => {
    const { send, emulator } = client('500/1');
    expect((await send('GET', '/me')).status).toBe(500);
    expect(emulator.foreign('POST', '/contacts', ada)).toMatchObject({ status: 200, body: ada });
    emulator.setFaults(undefined);
    expect((await send('GET', '/me')).status).toBe(200);
    expect(emulator.requests).toHaveLength(2);
  });

  it('delay holds the answer back, which an AbortSignal does not wait for; the write took effect', async () => {
    const { emulator } = client('delay/1@60000');
    const controller = new AbortController();
    const reply = emulator.fetch('http://any/contacts', {
      method: 'POST',
      headers: { Authorization: 'Bearer any' },
      body: JSON.stringify(ada),
      signal: controller.signal,
    });
    const refusal = expect(reply).rejects.toThrow('Ada hung up');
    while (emulator.requests.length === 0) await Promise.resolve();
    controller.abort(new Error('Ada hung up'));
    await refusal;
    expect(emulator.state.liveContacts()).toHaveLength(1);
  });
});

describe('the request log', () => {
  it('has method, path, query, status and time, and can be cleared', async () => {
    const { send, emulator, clock } = startClient();
    await send('GET', '/contacts?per_page=5');
    await send('GET', '/nowhere');
    expect(emulator.requests).toEqual([
      { method: 'GET', path: '/contacts', query: '?per_page=5', status: 200, at: clock.now },
      { method: 'GET', path: '/nowhere', query: '', status: 404, at: clock.now },
    ]);
    emulator.clearRequests();
    expect(emulator.requests).toEqual([]);
  });

  it('stays empty where it is not kept', async () => {
    const { send, emulator } = startClient({ keepRequests: false });
    expect((await send('GET', '/me')).status).toBe(200);
    expect(emulator.requests).toEqual([]);
  });

  it('refuses options that make no sense', () => {
    expect(() => createEmulator({ rateLimit: -1 })).toThrow(RangeError);
    expect(() => createEmulator({ switches: { defaultVersion: '9.9' } })).toThrow(
      'No Intercom-Version "9.9"',
    );
  });
});
