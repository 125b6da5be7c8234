import { setImmediate as nextTurn } from 'node:timers/promises';
import { type AnswerFacts, RateWindow } from './rate-window.ts';

interface LimiterOptions {
  readonly share: number;
  readonly maxInFlight: number;
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
  readonly onWait?: ((ms: number) => void) | undefined;
}

/** One request that was let go. Exactly one of its methods is called when it is over. */
export interface Ticket {
  readonly sentAt: number;
  /** A 429 lets nothing else go until `pause` is called. */
  answered(answer: Omit<AnswerFacts, 'sentAt' | 'receivedAt'>): void;
  lost(): void;
}

/** The rate limit in words for people; null while no answer has told. */
export interface Rate {
  /** Requests allowed in ten seconds. */
  readonly limit: number | null;
  /** Left before the last request that was answered. */
  readonly remaining: number | null;
  /** Unix milliseconds of the server's clock, as Intercom says it (api.md 2.2). */
  readonly resetMs: number | null;
  /** The server's clock minus this machine's. */
  readonly clockOffsetMs: number | null;
}

export interface Limiter {
  /** Resolves when a request may start, first come first served; undefined when the run was stopped before. */
  enter(): Promise<Ticket | undefined>;
  /** Holds all requests back for this long. */
  pause(ms: number): void;
  /** The server's time that has surely been reached; the local time while nothing is known. */
  serverNow(): number;
  rate(): Rate;
}

/** The gate that all requests of one client pass. */
export function createLimiter(options: LimiterOptions): Limiter {
  const { now, signal } = options;
  const window = new RateWindow(options);
  const queue: ((ticket: Ticket | undefined) => void)[] = [];
  let timer: { readonly at: number; readonly cancel: AbortController } | undefined;
  let waiting = false;

  signal?.addEventListener('abort', () => {
    for (const admit of queue.splice(0)) admit(undefined);
    setTimer(undefined);
  });

  function pump(): void {
    for (;;) {
      const verdict = queue.length === 0 ? undefined : window.next(now());
      if (verdict?.state === 'go') {
        window.started();
        queue.shift()?.(ticket(now()));
        continue;
      }
      const ms = verdict?.state === 'wait' ? Math.max(1, Math.ceil(verdict.ms)) : undefined;
      tell(ms);
      setTimer(ms);
      return;
    }
  }

  function ticket(sentAt: number): Ticket {
    return {
      sentAt,
      answered(answer) {
        window.answered({ ...answer, sentAt, receivedAt: now() });
        if (answer.status !== 429) pump();
      },
      lost() {
        window.lost();
        pump();
      },
    };
  }

  /** Keeps at most one timer, and none when nobody waits: a finished run must not hold the process. */
  function setTimer(ms: number | undefined): void {
    const at = ms === undefined ? undefined : now() + ms;
    if (timer !== undefined && timer.at === at) return;
    timer?.cancel.abort();
    timer = undefined;
    if (ms === undefined || at === undefined) return;
    const mine = { at, cancel: new AbortController() };
    timer = mine;
    options.sleep(ms, mine.cancel.signal).then(
      async () => {
        await nextTurn(); // a clock that does not move while it sleeps must not starve the answers
        if (timer !== mine) return;
        timer = undefined;
        pump();
      },
      (error: unknown) => {
        if (timer === mine) throw error; // else it was cancelled
      },
    );
  }

  function tell(ms: number | undefined): void {
    if (ms === undefined && !waiting) return;
    waiting = ms !== undefined;
    options.onWait?.(ms ?? 0);
  }

  return {
    enter() {
      if (signal?.aborted) return Promise.resolve(undefined);
      return new Promise((admit) => {
        queue.push(admit);
        pump();
      });
    },
    pause(ms) {
      window.pause(now(), ms);
      pump();
    },
    serverNow() {
      const reached = window.clock.reached(now());
      return Number.isFinite(reached) ? reached : now();
    },
    rate() {
      const last = window.last;
      return {
        limit: last?.limit ?? null,
        remaining: last?.remaining ?? null,
        resetMs: last?.resetMs ?? null,
        clockOffsetMs: window.clock.offset(),
      };
    },
  };
}
