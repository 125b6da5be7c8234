/** A clock that tests move by hand: sleepers wake in order, and nothing really waits. */
export class FakeClock {
  #now: number;
  #sleepers: { at: number; order: number; wake: () => void }[] = [];
  #order = 0;

  constructor(now: number) {
    this.#now = now;
  }

  readonly now = (): number => this.#now;

  readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const sleeper = { at: this.#now + ms, order: this.#order++, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(signal.reason);
      });
    });

  get sleepers(): number {
    return this.#sleepers.length;
  }

  /** Moves time from sleeper to sleeper until the work is done; fails when it stands still or takes too long. */
  async until<T>(work: Promise<T>, limitMs = 24 * 3_600_000): Promise<T> {
    const start = this.#now;
    let settled = false;
    const done = work.finally(() => {
      settled = true;
    });
    done.catch(() => undefined);
    for (;;) {
      await turns();
      if (settled) return done;
      const next = this.#sleepers.sort((a, b) => a.at - b.at || a.order - b.order).shift();
      if (next === undefined) throw new Error('the work stands still: nobody sleeps');
      if (next.at - start > limitMs) throw new Error(`not done after ${limitMs} ms`);
      this.#now = Math.max(this.#now, next.at);
      next.wake();
    }
  }
}

/** Lets everything run that is ready. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
