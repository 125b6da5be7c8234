import { describe, expect, it } from 'vitest';
import { createEmulator, parseFaults } from '../../src/emulator/index.ts';
import { MOST_WORKSPACES } from '../../src/emulator/worlds.ts';
import { startControlled } from './control-client.ts';

const ada = { external_id: 'ada', email: 'ada@acme.test' };

describe('a workspace for each token', () => {
  it('has data, limit, faults, clock and log of its own, on the same seed', async () => {
    const { send, emulator } = startControlled({
      ...{ perToken: true, rateLimit: 2, seed: { tags: ['vip'] } },
    });
    const [one, other] = [emulator.ofToken('one'), emulator.ofToken('other')];
    const first = await send('POST', '/contacts', ada, 'one');
    expect(await send('POST', '/contacts', ada, 'other')).toEqual(first);
    one.setFaults(parseFaults('500/1'));
    one.clock.advance(3_600_000);
    expect((await send('GET', '/tags', undefined, 'one')).status).toBe(500);
    expect((await send('GET', '/tags', undefined, 'other')).body['data']).toMatchObject([{ name: 'vip' }]);
    expect((await send('GET', '/tags', undefined, 'other')).status).toBe(429);
    expect(one.requests.map(({ status }) => status)).toEqual([200, 500]);
    expect(other.clock.nowMs()).toBe(Date.UTC(2026, 0, 15));
    one.reset();
    expect([one, other].map(({ state }) => state.liveContacts().length)).toEqual([0, 1]);
  });

  it('is there by Basic authentication too, and no request without a token makes one', async () => {
    const { control, emulator } = startControlled({ perToken: true });
    const me = (authorization: string) => emulator.fetch('http://any/me', { headers: { authorization } });
    await me(`Basic ${Buffer.from('ada:').toString('base64')}`);
    expect((await me('nonsense')).status).toBe(401);
    expect(emulator.ofToken('ada').requests).toHaveLength(1);
    expect((await control('GET', '/health')).body['workspaces']).toEqual({
      ...{ kept: 1, most: MOST_WORKSPACES, given_up: 0 },
    });
  });

  it('is named to the control plane, which resets all where none is named', async () => {
    const { control, send } = startControlled({ perToken: true });
    const count = async (token: string) =>
      (await send('GET', '/contacts', undefined, token)).body['total_count'];
    await control('PUT', '/seed?token=ada', { contacts: [ada] });
    expect([await count('ada'), await count('bob')]).toEqual([1, 0]);
    await control('PUT', '/faults?token=bob', '503/1');
    expect((await send('GET', '/me', undefined, 'bob')).status).toBe(503);
    expect((await send('GET', '/me', undefined, 'ada')).status).toBe(200);
    await control('POST', '/reset?token=bob');
    expect([await count('ada'), await count('bob')]).toEqual([1, 0]);
    await control('PUT', '/seed', { contacts: [ada, { role: 'lead' }] });
    expect([await count('ada'), await count('carol')]).toEqual([2, 2]);
    for (const path of ['/clock', '/faults', '/requests', '/requests?token='])
      expect(await control('GET', path)).toMatchObject({
        status: 400,
        body: { help: expect.stringContaining('?token=TOKEN') },
      });
  });

  it('gives way when there are too many, the one that was not used for longest first', async () => {
    const { control, send, emulator } = startControlled({ perToken: true });
    for (let number = 0; number < MOST_WORKSPACES; number += 1) {
      await send('POST', '/contacts', ada, `token-${number}`);
      await send('GET', '/me', undefined, 'token-0');
    }
    await send('GET', '/me', undefined, 'one-more');
    const live = (token: string) => emulator.ofToken(token).state.liveContacts().length;
    expect((await control('GET', '/health')).body['workspaces']).toMatchObject({ kept: 200, given_up: 1 });
    expect([live('token-0'), live('token-2'), live('token-1')]).toEqual([1, 1, 0]);
  });

  it('is asked for at the start', async () => {
    expect(() => createEmulator({ perToken: true, token: 'ada' })).toThrow(RangeError);
    const { control, emulator } = startControlled();
    expect(emulator.ofToken('ada')).toBe(emulator.ofToken('bob'));
    expect(await control('POST', '/reset?token=ada')).toMatchObject({
      status: 400,
      body: { error: 'All tokens share one workspace' },
    });
  });
});
