import { setImmediate as nextTurn } from 'node:timers/promises';
import { type AnswerFacts, RateWindow } from './rate-window.ts';
import { RequestWidth } from './request-width.ts';

interface LimiterOptions {
  readonly share: number;
  readonly maxInFlight: number;
  /** The part of the last moment in which this process was busy, from 0 to 1; undefined where it is not measured. */
  readonly busy?: (() => number) | undefined;
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

/** Called with the milliseconds for which the rate limit holds a request back; with 0 when it lets go again. */
type OnWait = ((ms: number) => void) | undefined;

/** One request that was let go. Call exactly one of its methods when the request is over. */
export interface Ticket {
  readonly sentAt: number;
  /** After a 429 no other request may start until `pause` is called. */
  answered(answer: Omit<AnswerFacts, 'sentAt' | 'receivedAt'>): void;
  lost(): void;
}

/** The rate limit, for people; each part is null until an answer tells it. */
export interface Rate {
  /** Requests allowed in ten seconds. */
  readonly limit: number | null;
  /** What was left before the last request that was answered. */
  readonly remaining: number | null;
  /** Unix milliseconds of the server's clock, as Intercom says it (intercom 2.2). */
  readonly resetMs: number | null;
  /** The server's clock minus this machine's. */
  readonly clockOffsetMs: number | null;
}

/** How many turns to keep: as many as are free, within these bounds. */
export interface TurnsWanted {
  /** At least this many are kept; where a whole window has fewer, they come from several windows. */
  readonly least: number;
  readonly most: number;
}

/**
 * Turns of the window that are kept for later requests: that many requests can start one after the other without waiting for
 * another window.
 */
export interface Turns {
  /** How many were kept at first. */
  readonly count: number;
  /** Gives back what is left; it may be called twice. */
  release(): void;
}

export interface Limiter {
  /**
   * Resolves when a request may start; undefined when the run was stopped before. With `turns` it takes one of them; where
   * none is left it still goes before all requests without turns. `onWait` is called while this request is the next to go.
   */
  enter(turns?: Turns, onWait?: OnWait): Promise<Ticket | undefined>;
  /** Resolves when that many turns are free at once, and keeps them; undefined when the run was stopped before. */
  hold(wanted: TurnsWanted, onWait?: OnWait): Promise<Turns | undefined>;
  /** Holds all requests back for this long. */
  pause(ms: number): void;
  /** The latest time that the server's clock has surely reached; the local time while nothing is known. */
  serverNow(): number;
  rate(): Rate;
}

/** A request, or a call of `hold`, that waits at the gate. */
interface Waiting {
  /** Turns that must be free besides those that are kept; undefined: any turn will do. */
  readonly least: number | undefined;
  readonly onWait: OnWait;
  admit(): void;
  turnAway(): void;
}

/**
 * The gate that all requests of one command pass, whichever client sends them, so that the share of a window is given out
 * once. Requests with kept turns go first, since a kept turn is given back only when they are through; then other requests;
 * calls of `hold` last.
 *
 *     with turns ─┐
 *     without ────┼─▶ window ─▶ sent
 *     hold ───────┘   (each line first come, first served)
 */
export function createLimiter(options: LimiterOptions): Limiter {
  const { now, signal } = options;
  const window = new RateWindow(options);
  const width = new RequestWidth(options);
  const [first, second, third]: readonly [Waiting[], Waiting[], Waiting[]] = [[], [], []];
  /** What is left of each hold. */
  const left = new Map<Turns, number>();
  let held = 0;
  let timer: { readonly at: number; readonly cancel: AbortController } | undefined;
  /** The callback that was last told of a wait. */
  let told: OnWait;

  signal?.addEventListener('abort', () => {
    for (const line of [first, second, third]) for (const one of line.splice(0)) one.turnAway();
    setTimer(undefined);
  });

  function pump(): void {
    for (;;) {
      const line = [first, second, third].find(({ length }) => length > 0);
      const one = line?.[0];
      const kept = one?.least === undefined ? undefined : { held, least: one.least };
      const verdict = one === undefined || isFull(line) ? undefined : window.next(now(), kept);
      if (verdict?.state === 'go') {
        line?.shift();
        one?.admit();
        continue;
      }
      const ms = verdict?.state === 'wait' ? Math.max(1, Math.ceil(verdict.ms)) : undefined;
      tell(ms, one?.onWait);
      setTimer(ms);
      return;
    }
  }

  /** A request with turns does not wait for others: the write of a pair has to follow its read at once. */
  function isFull(line: Waiting[] | undefined): boolean {
    return line === second && window.inFlight >= width.now;
  }

  /** Takes at most this many of the turns that are left of a hold. */
  function take(turns: Turns, most: number): void {
    const rest = left.get(turns) ?? 0;
    const taken = Math.min(rest, most);
    held -= taken;
    if (taken === rest) left.delete(turns);
    else left.set(turns, rest - taken);
  }

  function ticket(sentAt: number): Ticket {
    return {
      sentAt,
      answered(answer) {
        const receivedAt = now();
        window.answered({ ...answer, sentAt, receivedAt });
        if (answer.status === 429) return;
        const busy = options.busy?.() ?? 0;
        width.answered({ limit: answer.rate?.limit, latencyMs: receivedAt - sentAt, busy });
        pump();
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

  function tell(ms: number | undefined, onWait: OnWait): void {
    const next = ms === undefined ? undefined : onWait;
    if (told !== next) told?.(0);
    told = next;
    next?.(ms ?? 0);
  }

  return {
    enter(turns, onWait) {
      if (signal?.aborted) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        const admit = () => {
          if (turns !== undefined) take(turns, 1);
          window.started();
          resolve(ticket(now()));
        };
        const line = turns === undefined ? second : first;
        line.push({ least: undefined, onWait, admit, turnAway: () => resolve(undefined) });
        pump();
      });
    },
    hold({ least, most }, onWait) {
      if (signal?.aborted) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        const admit = () => {
          const count = Math.max(least, Math.min(most, window.free(held)));
          const turns: Turns = {
            count,
            release() {
              take(turns, Infinity);
              pump();
            },
          };
          left.set(turns, count);
          held += count;
          resolve(turns);
        };
        third.push({ least, onWait, admit, turnAway: () => resolve(undefined) });
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
