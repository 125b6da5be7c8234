import type { Lock, LockOwner } from '../types/store.ts';
import type { LockClock } from './lock-clock.ts';

/** For how long a lock stands without a sign of life from its holder. Long enough for a laptop that is busy, short enough to wait for. */
export const LOCK_LEASE_MS = 60_000;

/** Whether the lock is still this holder's; `unsure` where that could not be found out. */
export type Renewal = 'kept' | 'lost' | 'unsure';

export interface Holding {
  readonly owner: LockOwner;
  readonly clock: LockClock;
  /** Read on the holder's clock before the lock was asked for: others begin to count the lease later. */
  readonly since: number;
  readonly renewEveryMs: number;
  /** Gives a sign of life. Never rejects. */
  renew(): Promise<Renewal>;
  /** Takes the lock away if it is still this holder's. */
  giveBack(): Promise<void>;
}

/**
 * The lock from its taking to its release, whatever it is kept in. The lease is counted from before each renewal was sent,
 * so it ends here before it ends for anybody else. Once over it stays over, because another holder may have begun its work
 * meanwhile.
 */
export function holdLock(holding: Holding): Lock {
  const { owner, clock } = holding;
  let renewedAt = holding.since;
  let lost = false;
  let isRenewing = false;
  let releasing: Promise<void> | undefined;

  const remainingMs = () => {
    const left = lost ? 0 : Math.max(0, renewedAt + LOCK_LEASE_MS - clock.held());
    if (left === 0) lost = true;
    return left;
  };
  const renew = async () => {
    const askedAt = clock.held();
    const renewal = await holding.renew();
    // Asked first: an answer that came after the end of the lease revives nothing.
    if (remainingMs() === 0 || renewal === 'unsure') return;
    if (renewal === 'lost') lost = true;
    else renewedAt = askedAt;
  };
  const stop = clock.every(holding.renewEveryMs, () => {
    if (isRenewing || remainingMs() === 0) return;
    isRenewing = true;
    void renew().finally(() => {
      isRenewing = false;
    });
  });
  const giveBack = async () => {
    stop();
    lost = true;
    try {
      await holding.giveBack();
    } catch {
      // The lock ends by itself: its process will be gone, or its lease over.
    }
  };
  return {
    owner,
    remainingMs,
    release() {
      releasing ??= giveBack();
      return releasing;
    },
  };
}
