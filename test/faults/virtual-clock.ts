/** Time that passes only when everybody waits for it to. */
export interface VirtualClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `work` at this time; the returned function cancels that. */
  at(ms: number, work: () => void): () => void;
  /** Rejects with the signal's reason when that comes first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Counts work for which the clock has to wait because it cannot see it, such as a write to disk. */
  busy<T>(work: Promise<T>): Promise<T>;
  /** Lets time pass until the work is done. Rejects when the work waits for something that can never come. */
  drive<T>(work: Promise<T>): Promise<T>;
  /** Lets this much time pass. */
  advance(ms: number): Promise<void>;
}

interface Timer {
  readonly at: number;
  /** Timers of one instant fire in the order in which they were set. */
  readonly order: number;
  readonly work: () => void;
  cancelled: boolean;
}

/** After this much real time without a timer or a result, the code under test is deadlocked. */
const STUCK_AFTER_MS = 20_000;
/** After this many turns without a timer, the processor is left to the work that is waited for. */
const BUSY_TURNS = 100;
/** The real function, because a desk replaces the global one. */
const { setTimeout: wait } = globalThis;

/**
 * A clock for code that awaits: after every timer the event loop turns until nothing moves and no file is being read; only
 * then does time jump to the next timer. So the order of everything follows from the timers alone.
 */
export function createVirtualClock(startMs: number): VirtualClock {
  let nowMs = startMs;
  let order = 0;
  let working = 0;
  const timers: Timer[] = [];

  function at(ms: number, work: () => void): () => void {
    const timer = { at: Math.max(ms, nowMs), order: order++, work, cancelled: false };
    let place = timers.length;
    // Few timers are pending at a time, and most belong near the end.
    while (place > 0 && isLater(timers[place - 1], timer)) place -= 1;
    timers.splice(place, 0, timer);
    return () => {
      timer.cancelled = true;
    };
  }

  /** Waits one turn, or two in a row after files were read, because one read may start the next. */
  function untilQuiet(): Promise<void> {
    return new Promise((resolve) => {
      let left = 1;
      const turn = () => {
        left = working > 0 || readsFiles() ? 2 : left - 1;
        if (left === 0) resolve();
        else setImmediate(turn);
      };
      setImmediate(turn);
    });
  }

  function fireNext(): boolean {
    for (let timer = timers.shift(); timer !== undefined; timer = timers.shift()) {
      if (timer.cancelled) continue;
      nowMs = Math.max(nowMs, timer.at);
      timer.work();
      return true;
    }
    return false;
  }

  const clock: VirtualClock = {
    now: () => nowMs,
    at,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const stop = () => {
          cancel();
          reject(signal?.reason);
        };
        const cancel = at(nowMs + Math.max(0, ms), () => {
          signal?.removeEventListener('abort', stop);
          resolve();
        });
        signal?.addEventListener('abort', stop, { once: true });
      }),
    async busy(work) {
      working += 1;
      try {
        return await work;
      } finally {
        working -= 1;
      }
    },
    async drive(work) {
      let over = false;
      const end = () => {
        over = true;
      };
      work.then(end, end);
      for (let idle = 0; ; ) {
        await untilQuiet();
        if (over) return work;
        idle = fireNext() ? 0 : idle + 1;
        if (idle <= BUSY_TURNS) continue;
        if (idle > BUSY_TURNS + STUCK_AFTER_MS) throw new Error('everybody waits and nothing is to come');
        await new Promise((resolve) => wait(resolve, 1));
      }
    },
    async advance(ms) {
      await clock.drive(clock.sleep(ms));
    },
  };
  return clock;
}

function isLater(timer: Timer | undefined, than: Timer): boolean {
  return timer !== undefined && (timer.at > than.at || (timer.at === than.at && timer.order > than.order));
}

/** Whether Node.js is reading or writing files: time waits for that. */
function readsFiles(): boolean {
  return process.getActiveResourcesInfo().some(isFileWork);
}

/**
 * Cached, because it is called for every resource at every turn, and the regular expression would take longer than all the
 * rest of a turn.
 */
function isFileWork(resource: string): boolean {
  const known = fileWork.get(resource) ?? /^(FSReq|CloseReq|Zlib|ProcessWrap)/.test(resource);
  fileWork.set(resource, known);
  return known;
}

const fileWork = new Map<string, boolean>();
