import type { Progress } from './options.ts';

export interface ApplyTotals {
  /** Changes that are run. */
  readonly changes: number;
  /** Requests that they need when each succeeds the first time. */
  readonly requests: number;
  /** Requests a second that this tool may make. */
  readonly rate: number;
}

/** What an apply tells of itself: by its requests, for a change of several is over only with the last of them. */
export class ApplyProgress {
  readonly #totals: ApplyTotals;
  readonly #tell: (progress: Progress) => void;
  #requests = 0;
  #changes = 0;
  #waitingMs = 0;
  #inDoubt: number | undefined;

  constructor(totals: ApplyTotals, tell: (progress: Progress) => void) {
    this.#totals = totals;
    this.#tell = tell;
    if (totals.changes > 0) this.#show();
  }

  request({ writes }: { readonly writes: boolean }): void {
    this.#requests += 1;
    // What is in doubt is looked for; a write is sent when that is over.
    if (writes) this.#inDoubt = undefined;
    this.#show();
  }

  /** A change is over. */
  change(): void {
    this.#changes += 1;
    this.#show();
  }

  /** Milliseconds until the rate limit lets the next request go. */
  waiting(ms: number): void {
    this.#waitingMs = ms;
    this.#show();
  }

  /** So many changes wait for the search index. */
  doubt(left: number): void {
    this.#inDoubt = left;
    this.#show();
  }

  #show(): void {
    const { changes, requests, rate } = this.#totals;
    this.#tell({
      phase: 'applying',
      unit: 'requests',
      done: this.#requests,
      // Requests that are sent again, and looks at what is in doubt, are not in the cost.
      total: Math.max(requests, this.#requests),
      changes: { done: this.#changes, total: changes },
      mostPerSecond: rate,
      waitingMs: this.#waitingMs,
      ...(this.#inDoubt === undefined ? {} : { inDoubt: this.#inDoubt }),
    });
  }
}
