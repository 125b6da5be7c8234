import { uptime } from 'node:os';
import { setTimeout as sleepFor } from 'node:timers/promises';

/**
 * Time as locks see it: never the wall clock, which people and NTP set forward and back.
 *
 *   holder    counts what passed, a suspended machine included: rather too much, so that it stops in time
 *   watcher   counts what it was awake for: rather too little, so that it never takes a lock after a glance
 */
export interface LockClock {
  /** Milliseconds on the clock of a holder. */
  held(): number;
  /** Milliseconds on the clock of a watcher. */
  watched(): number;
  /** Rejects with an AbortError when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls again and again until the returned function is called; never keeps the process alive. */
  every(ms: number, tick: () => void): () => void;
  /** From 0 up to 1. */
  random(): number;
}

export function processClock(): LockClock {
  return {
    // Linux: CLOCK_BOOTTIME, macOS and Windows: time since boot; all count sleep. performance.now() does not.
    held: () => uptime() * 1000,
    watched: () => performance.now(),
    sleep: (ms, signal) => sleepFor(ms, undefined, signal === undefined ? {} : { signal }),
    every: (ms, tick) => {
      const timer = setInterval(tick, ms).unref();
      return () => clearInterval(timer);
    },
    random: Math.random,
  };
}
