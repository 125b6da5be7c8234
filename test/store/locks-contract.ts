import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Locks } from '../../src/store/backend.ts';
import type { LockClock } from '../../src/store/lock-clock.ts';
import type { Lock, Locking, LockOwner } from '../../src/types/store.ts';
import { eventually } from './eventually.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import { ownerNamed } from './owners.ts';

export interface LocksUnderTest {
  /** Another process that looks at the same locks. */
  locks(clock: LockClock): Locks;
  /** How often a holder gives a sign of life. */
  readonly renewEveryMs: number;
  /** What a Redis or a folder that is away looks like to the holders. */
  cut(): Promise<void>;
  /** What a holder's renewal, in which its own Redis or folder is away, makes of its lock. */
  readonly afterCut: 'lost' | 'running-out';
  clean(): Promise<void>;
}

/** What every way of locking keeps. */
export function locksContract(name: string, open: () => Promise<LocksUnderTest>): void {
  describe(`locks in ${name}`, () => {
    let under: LocksUnderTest;
    let clock: FakeClock;
    let locks: Locks;
    beforeEach(async () => {
      under = await open();
      clock = fakeClock();
      locks = under.locks(clock);
    });
    afterEach(() => under.clean());

    const held = async (owner: LockOwner, by: Locks = locks): Promise<Lock> => {
      const locking = await by.take(owner, { timeoutMs: 0 });
      if (locking.state !== 'held') throw new Error(`busy: held by ${locking.owner.by}`);
      return locking.lock;
    };

    it('are given to one, and name the holder to the other', async () => {
      const ada = ownerNamed('ada', { job: 'https://ci.acme.test/jobs/7' });
      const lock = await held(ada);
      expect(lock.owner).toEqual(ada);
      expect(await locks.take(ownerNamed('grace'), { timeoutMs: 0 })).toEqual({ state: 'busy', owner: ada });
      await lock.release();
      expect(await locks.holders()).toEqual([]);
      await (await held(ownerNamed('grace'))).release();
    });

    it('are one a workspace, whatever its name is', async () => {
      const names = ['acme0001', 'ecahpwf5', 'a/../b', '*[x]?', 'Ünïcode %2F'];
      const taken = await Promise.all(names.map((workspace) => held(ownerNamed('ada', { workspace }))));
      const listed = (await locks.holders()).map(({ workspace }) => workspace);
      expect(listed.sort()).toEqual([...names].sort());
      await Promise.all(taken.map((lock) => lock.release()));
      expect(await locks.holders()).toEqual([]);
    });

    it('go to exactly one of many who try at once', async () => {
      const all = await Promise.all(
        Array.from({ length: 20 }, () => under.locks(fakeClock()).take(ownerNamed('ada'), { timeoutMs: 0 })),
      );
      const winners = all.filter((locking) => locking.state === 'held');
      expect(winners).toHaveLength(1);
      const [winner] = winners;
      const named = all.flatMap((locking) => (locking.state === 'busy' ? [locking.owner] : []));
      expect(new Set(named.map(({ id }) => id))).toEqual(
        new Set([winner?.state === 'held' ? winner.lock.owner.id : '']),
      );
    });

    it('are waited for as long as was asked, and no longer', async () => {
      const ada = ownerNamed('ada');
      const lock = await held(ada, under.locks(fakeClock()));
      const startedAt = clock.watched();
      expect(await locks.take(ownerNamed('grace'), { timeoutMs: 5_000 })).toEqual({
        state: 'busy',
        owner: ada,
      });
      expect(clock.watched() - startedAt).toBe(5_000);
      expect(clock.sleeps.length).toBeGreaterThan(5);
      clock.onSleep = async (now) => {
        if (now - startedAt > 8_000) await lock.release();
      };
      expect((await locks.take(ownerNamed('grace'), { timeoutMs: 30_000 })).state).toBe('held');
      expect(clock.watched() - startedAt).toBeLessThan(10_000);
    });

    it('are no longer waited for once Ctrl-C was pressed', async () => {
      await held(ownerNamed('ada'), under.locks(fakeClock()));
      const interrupt = new AbortController();
      clock.onSleep = () => interrupt.abort();
      const waiting = locks.take(ownerNamed('grace'), { timeoutMs: 60_000, signal: interrupt.signal });
      await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
      expect(clock.sleeps).toHaveLength(1);
    });

    it('last for a lease, which each renewal starts anew', async () => {
      const lock = await held(ownerNamed('ada'));
      expect(lock.remainingMs()).toBe(60_000);
      clock.pass(under.renewEveryMs - 1);
      expect(lock.remainingMs()).toBe(60_000 - under.renewEveryMs + 1);
      clock.pass(1);
      await eventually(() => expect(lock.remainingMs()).toBe(60_000));
      await lock.release();
      expect(lock.remainingMs()).toBe(0);
    });

    it('stay lost once the lease ran out, although nobody else took them', async () => {
      const lock = await held(ownerNamed('ada'));
      clock.pass(60_000);
      expect(lock.remainingMs()).toBe(0);
      // A clock that is less steady than it should be.
      clock.pass(-30_000);
      expect(lock.remainingMs()).toBe(0);
      clock.pass(under.renewEveryMs);
      await new Promise(setImmediate);
      expect(lock.remainingMs()).toBe(0);
      await lock.release();
      await (await held(ownerNamed('grace'))).release();
    });

    it('are lost when somebody takes them away', async () => {
      const ada = ownerNamed('ada');
      const lock = await held(ada);
      const other = under.locks(fakeClock());
      expect(await other.breakLock('nobody-1')).toBeUndefined();
      expect(await other.breakLock(ada.id)).toEqual(ada);
      expect(await other.breakLock(ada.id)).toBeUndefined();
      const grace = ownerNamed('grace');
      const graces = await held(grace, other);
      clock.pass(under.renewEveryMs);
      await eventually(() => expect(lock.remainingMs()).toBe(0));
      await lock.release();
      expect(await locks.holders()).toEqual([grace]);
      await graces.release();
    });

    it('are never taken from another by giving back what was lost', async () => {
      const ada = ownerNamed('ada');
      const lock = await held(ada);
      await locks.breakLock(ada.id);
      const grace = ownerNamed('grace');
      await held(grace);
      // Not yet noticed.
      await lock.release();
      await lock.release();
      expect(await locks.holders()).toEqual([grace]);
    });

    it('are counted as what they surely are when what keeps them is away', async () => {
      const lock = await held(ownerNamed('ada'));
      await under.cut();
      clock.pass(under.renewEveryMs);
      if (under.afterCut === 'lost') await eventually(() => expect(lock.remainingMs()).toBe(0));
      else expect(lock.remainingMs()).toBe(60_000 - under.renewEveryMs);
      await lock.release();
    });
  });
}

/** The owner that a try was refused for. */
export function busyWith(locking: Locking): LockOwner {
  if (locking.state !== 'busy') throw new Error('the lock was free');
  return locking.owner;
}
