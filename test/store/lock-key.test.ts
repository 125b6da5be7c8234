import { createClient } from '@keyv/redis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { lockKeys, type RedisCommands } from '../../src/store/redis/lock-key.ts';
import { eventually } from './eventually.ts';
import { fakeClock } from './fake-clock.ts';
import { busyWith, locksContract } from './locks-contract.ts';
import { ownerNamed } from './owners.ts';
import { hasRedis, NEEDS_REDIS, type RedisServer, startRedis } from './redis-server.ts';

const RENEW_MS = 10_000;

describe.skipIf(!hasRedis)(`on a real Redis${NEEDS_REDIS}`, () => {
  let server: RedisServer;
  let client: ReturnType<typeof createClient>;
  beforeAll(async () => {
    server = await startRedis();
    client = createClient({ url: server.url });
    await client.connect();
  });
  afterAll(async () => {
    client.destroy();
    await server.stop();
  });
  afterEach(() => client.flushDb());

  locksContract('a Redis', async () => {
    let isAway = false;
    const redis: RedisCommands = {
      sendCommand: (words) =>
        isAway ? Promise.reject(new Error('The client is closed')) : client.sendCommand(words),
    };
    return {
      locks: (clock) => lockKeys(redis, clock),
      renewEveryMs: RENEW_MS,
      cut: async () => {
        isAway = true;
      },
      afterCut: 'lost',
      clean: async () => {},
    };
  });

  it('ends by itself a minute after the last sign of life', async () => {
    const clock = fakeClock();
    const locking = await lockKeys(client, clock).take(ownerNamed('ada'), { timeoutMs: 0 });
    const key = 'interform:lock:acme0001';
    const left = async () => Number(await client.sendCommand(['PTTL', key]));
    expect(await left()).toBeGreaterThan(50_000);
    expect(await left()).toBeLessThanOrEqual(60_000);
    await client.sendCommand(['PEXPIRE', key, '30000']);
    clock.pass(RENEW_MS);
    await eventually(async () => expect(await left()).toBeGreaterThan(50_000));
    // A minute is over on the server.
    await client.sendCommand(['DEL', key]);
    const grace = ownerNamed('grace');
    expect((await lockKeys(client, clock).take(grace, { timeoutMs: 0 })).state).toBe('held');
    clock.pass(RENEW_MS);
    const ada = locking.state === 'held' ? locking.lock : undefined;
    await eventually(() => expect(ada?.remainingMs()).toBe(0));
    await ada?.release();
    expect(busyWith(await lockKeys(client).take(ownerNamed('ada'), { timeoutMs: 0 }))).toEqual(grace);
  });

  it('lists and takes away what another program put there, and looks at its own keys only', async () => {
    await client.set('interform:lock:acme0001', 'reserved');
    await client.set('interform:locked', 'something else');
    const locks = lockKeys(client);
    expect(await locks.holders()).toMatchObject([{ workspace: 'acme0001', by: 'unknown' }]);
    const { id } = busyWith(await locks.take(ownerNamed('ada'), { timeoutMs: 0 }));
    expect(await locks.breakLock(id)).toMatchObject({ id, by: 'unknown' });
    expect(await locks.holders()).toEqual([]);
    expect(await client.dbSize()).toBe(1);
  });
});

describe('a Redis that does not answer', () => {
  /** Answers SET, and nothing any more. */
  const hanging: RedisCommands = {
    sendCommand: ([word]) => (word === 'SET' ? Promise.resolve('OK') : new Promise(() => {})),
  };

  it('lets the lease run out while a renewal is under way', async () => {
    const clock = fakeClock();
    const locking = await lockKeys(hanging, clock).take(ownerNamed('ada'), { timeoutMs: 0 });
    const lock = locking.state === 'held' ? locking.lock : undefined;
    clock.pass(RENEW_MS);
    expect(lock?.remainingMs()).toBe(50_000);
    clock.pass(50_000);
    expect(lock?.remainingMs()).toBe(0);
  });

  it('does not hold up giving the lock back while a renewal is under way', async () => {
    const clock = fakeClock();
    const redis: RedisCommands = {
      sendCommand: ([word, script]) =>
        word === 'EVAL' && script?.includes('pexpire') ? new Promise(() => {}) : Promise.resolve('OK'),
    };
    const locking = await lockKeys(redis, clock).take(ownerNamed('ada'), { timeoutMs: 0 });
    clock.pass(RENEW_MS);
    if (locking.state === 'held') await locking.lock.release();
    expect(locking.state === 'held' && locking.lock.remainingMs()).toBe(0);
  });

  it('counts the lease from before a slow answer was asked for', async () => {
    const clock = fakeClock();
    const slow: RedisCommands = {
      sendCommand: async ([word]) => {
        clock.pass(4_000);
        return word === 'SET' ? 'OK' : 1;
      },
    };
    const locking = await lockKeys(slow, clock).take(ownerNamed('ada'), { timeoutMs: 0 });
    const lock = locking.state === 'held' ? locking.lock : undefined;
    expect(lock?.remainingMs()).toBe(56_000);
    clock.pass(RENEW_MS);
    await eventually(() => expect(lock?.remainingMs()).toBe(56_000));
  });

  it('revives nothing with an answer that came after the end of the lease', async () => {
    const clock = fakeClock();
    let answered = false;
    const slow: RedisCommands = {
      sendCommand: async ([word]) => {
        if (word === 'SET') return 'OK';
        clock.pass(55_000);
        answered = true;
        return 1;
      },
    };
    const locking = await lockKeys(slow, clock).take(ownerNamed('ada'), { timeoutMs: 0 });
    clock.pass(RENEW_MS);
    await eventually(() => expect(answered).toBe(true));
    await new Promise(setImmediate);
    expect(locking.state === 'held' && locking.lock.remainingMs()).toBe(0);
  });
});
