import type { Lock, Locking, LockOwner } from '../../types/store.ts';
import type { Locks } from '../backend.ts';
import { holdLock, LOCK_LEASE_MS, type Renewal } from '../held-lock.ts';
import { type LockClock, processClock } from '../lock-clock.ts';
import { readOwner, unknownOwner } from '../lock-owner.ts';
import { untilNextLook } from '../wait.ts';
import { LOCK_PREFIX } from './redis-keys.ts';

/** What a lock needs of the connection. */
export interface RedisCommands {
  /** Rejects with a StoreError, within seconds where Redis does not answer. */
  sendCommand(words: string[]): Promise<unknown>;
}

const renewEveryMs = 10_000;

/*
 * The value is the owner, with an id of this attempt only: whoever holds the very value holds the lock. Redis runs a script as one step.
 */
const RENEW = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) else return 0 end`;
const REMOVE = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end`;

/** The locks of a store in a Redis: one key a workspace, which expires unless its holder renews it. */
export function lockKeys(redis: RedisCommands, clock: LockClock = processClock()): Locks {
  const all = async () => {
    const found: { readonly key: string; readonly value: string; readonly owner: LockOwner }[] = [];
    for (const key of await lockedKeys(redis)) {
      const value = await redis.sendCommand(['GET', key]);
      if (typeof value !== 'string') continue;
      found.push({ key, value, owner: parseOwner(value, key.slice(LOCK_PREFIX.length)) });
    }
    return found;
  };
  return {
    take: (owner, options) =>
      take({
        owner,
        redis,
        key: `${LOCK_PREFIX}${owner.workspace}`,
        value: JSON.stringify(owner),
        clock,
        ...options,
      }),
    async holders() {
      return (await all()).map(({ owner }) => owner);
    },
    async breakLock(id) {
      const found = (await all()).find(({ owner }) => owner.id === id);
      if (found === undefined) return undefined;
      return (await remove(redis, found.key, found.value)) ? found.owner : undefined;
    },
  };
}

interface Taking {
  readonly owner: LockOwner;
  readonly redis: RedisCommands;
  readonly key: string;
  readonly value: string;
  readonly clock: LockClock;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

async function take(taking: Taking): Promise<Locking> {
  const { owner, redis, key, value, clock, timeoutMs, signal } = taking;
  const startedAt = clock.watched();
  for (;;) {
    signal?.throwIfAborted();
    const since = clock.held();
    const answer = await redis.sendCommand(['SET', key, value, 'NX', 'PX', String(LOCK_LEASE_MS)]);
    if (answer === 'OK') return { state: 'held', lock: hold(taking, since) };
    const found = await redis.sendCommand(['GET', key]);
    // The lock ended between SET and GET: try again.
    if (typeof found !== 'string') continue;
    const leftMs = timeoutMs - (clock.watched() - startedAt);
    if (leftMs <= 0) return { state: 'busy', owner: parseOwner(found, owner.workspace) };
    await untilNextLook(clock, leftMs, signal);
  }
}

function hold({ owner, redis, key, value, clock }: Taking, since: number): Lock {
  const renew = async (): Promise<Renewal> => {
    try {
      const renewed = await redis.sendCommand(['EVAL', RENEW, '1', key, value, String(LOCK_LEASE_MS)]);
      return Number(renewed) === 1 ? 'kept' : 'lost';
    } catch {
      // A Redis that was away may have forgotten the key and given it to somebody else.
      return 'lost';
    }
  };
  return holdLock({
    owner,
    clock,
    since,
    renewEveryMs,
    renew,
    giveBack: async () => void (await remove(redis, key, value)),
  });
}

async function remove(redis: RedisCommands, key: string, value: string): Promise<boolean> {
  return Number(await redis.sendCommand(['EVAL', REMOVE, '1', key, value])) === 1;
}

async function lockedKeys(redis: RedisCommands): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  let cursor = '0';
  do {
    const answer = await redis.sendCommand(['SCAN', cursor, 'MATCH', `${LOCK_PREFIX}*`, 'COUNT', '1000']);
    // Redis: [cursor, [key, …]].
    const [next, page] = answer as [unknown, unknown[]];
    for (const key of page) keys.add(String(key));
    cursor = String(next);
  } while (cursor !== '0');
  return keys;
}

/** A value that is no owner gets an unknown one with an id, so that the lock can still be shown and broken. */
function parseOwner(value: string, workspace: string): LockOwner {
  let owner: LockOwner | undefined;
  try {
    owner = readOwner(JSON.parse(value));
  } catch {
    // No JSON.
  }
  return owner ?? unknownOwner(`unreadable-${workspace}`, workspace, 0);
}
