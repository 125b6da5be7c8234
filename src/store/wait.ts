import type { LockClock } from './lock-clock.ts';

/** Between two looks at a lock that somebody holds: often enough to feel immediate, seldom enough for a shared Redis. */
const lookAgainMs = 500;

/** Sleeps until the next look, at most as long as is left. Spread, so that many who wait do not look all at once. */
export function untilNextLook(clock: LockClock, leftMs: number, signal?: AbortSignal): Promise<void> {
  const spread = lookAgainMs * (0.5 + clock.random());
  return clock.sleep(Math.min(spread, leftMs), signal);
}

/** Sleeps while somebody else is in the middle of something short. */
export function aMoment(clock: LockClock, signal?: AbortSignal): Promise<void> {
  return clock.sleep(20 * (0.5 + clock.random()), signal);
}
