/** Between two looks at a job, or at what it made: each wait is twice the one before, up to the longest. */
const FIRST_WAIT_MS = 500;
/** From the first request to the first look at its job. */
const FIRST_LOOK_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;
/** A job that has not ended after this time is left alone, and what it made is read back. */
const PATIENCE_MS = 120_000;
/** The same once a job was left alone. */
const SHORT_PATIENCE_MS = 15_000;
/** A job whose status cannot be read so often in a row is left alone at once. */
const MOST_UNREAD = 3;
/** Search may show some of what a job made a little later than the rest. */
const LEAST_LAG_MS = 2_000;

/**
 * How long jobs take, and how long search takes to show what they made, as the jobs before showed: so nobody asks in vain, and
 * every question counts against the rate limit.
 */
export class JobPace {
  #jobMs = FIRST_LOOK_MS;
  #lagMs = 0;
  #patienceMs = PATIENCE_MS;
  #mostUnread = MOST_UNREAD;

  /** From the request to the first look at its job. */
  get jobMs(): number {
    return this.#jobMs;
  }

  /** From the end of a job to the first look for what it made. */
  get lagMs(): number {
    return this.#lagMs;
  }

  get patienceMs(): number {
    return this.#patienceMs;
  }

  /** Looks in a row of which each could not read the status, before a job is left alone. */
  get mostUnread(): number {
    return this.#mostUnread;
  }

  /** `looks`: how many it took; one alone tells only that it took no longer. */
  ended(afterMs: number, looks: number): void {
    this.#mostUnread = MOST_UNREAD;
    this.#jobMs = looks > 1 ? afterMs : Math.min(this.#jobMs, afterMs);
  }

  leftAlone(): void {
    this.#patienceMs = SHORT_PATIENCE_MS;
  }

  /** The next one is asked but once. */
  leftUnread(): void {
    this.#mostUnread = 1;
  }

  /** Search showed something of a job, so long after its end, for the first time after so many looks. */
  shown(afterMs: number, looks: number): void {
    if (looks > 1) this.#lagMs = Math.max(this.#lagMs, afterMs);
  }

  /** How long after the end of its job those are waited for that search does not show, where it shows others of the job. */
  get restMs(): number {
    return Math.max(LEAST_LAG_MS, 2 * this.#lagMs);
  }
}

/** The waits between looks, in milliseconds. */
export function* waits(): Generator<number, never> {
  for (let ms = FIRST_WAIT_MS; ; ms = Math.min(LONGEST_WAIT_MS, 2 * ms)) yield ms;
}
