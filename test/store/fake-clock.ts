import type { LockClock } from '../../src/store/lock-clock.ts';

export interface FakeClock extends LockClock {
  /** Lets time pass on this clock, and calls what is called periodically. */
  pass(ms: number): void;
  /** Called during each sleep, after its time has passed. */
  onSleep: ((now: number) => void | Promise<void>) | undefined;
  readonly sleeps: readonly number[];
}

/** Time that passes when something sleeps, and when the test says so. */
export function fakeClock(): FakeClock {
  let now = 1_000_000;
  const sleeps: number[] = [];
  const ticks = new Set<{ readonly ms: number; next: number; readonly tick: () => void }>();
  const clock: FakeClock = {
    held: () => now,
    watched: () => now,
    random: () => 0.5,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      sleeps.push(ms);
      clock.pass(ms);
      await clock.onSleep?.(now);
      signal?.throwIfAborted();
    },
    every: (ms, tick) => {
      const entry = { ms, next: now + ms, tick };
      ticks.add(entry);
      return () => ticks.delete(entry);
    },
    pass: (ms) => {
      now += ms;
      for (const entry of [...ticks]) {
        if (entry.next > now) continue;
        entry.next = now + entry.ms;
        entry.tick();
      }
    },
    onSleep: undefined,
    sleeps,
  };
  return clock;
}
