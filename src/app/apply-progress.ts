import type { Diagnostic } from '../types/diagnostic.ts';
import type { Progress } from './options.ts';

export interface ApplyTotals {
  /** Number of changes that are run. */
  readonly changes: number;
  /** Number of requests that they need if each succeeds the first time. */
  readonly requests: number;
  /** Requests per second that this tool may make. */
  readonly rate: number;
}

/** The progress of an apply, measured in requests, since a change of several requests is only done after the last one. */
export class ApplyProgress {
  readonly #totals: ApplyTotals;
  readonly #tell: (progress: Progress) => void;
  readonly #now: () => number;
  #requests = 0;
  #changes = 0;
  #waitingMs = 0;
  #inDoubt: number | undefined;
  /** Waits for Intercom that are under way. */
  #sleepers = 0;
  #isUnseen = false;
  /** The last write, or the last end of a change. */
  #movedAt: number;
  #failure: { readonly error: unknown } | undefined;

  constructor(
    totals: ApplyTotals,
    { tell, now }: { readonly tell: (progress: Progress) => void; readonly now: () => number },
  ) {
    this.#totals = totals;
    this.#tell = tell;
    this.#now = now;
    this.#movedAt = now();
    if (totals.changes > 0) this.#show();
  }

  request({ writes }: { readonly writes: boolean }): void {
    this.#requests += 1;
    // Doubts are settled before anything is written, so a write shows that this is over.
    if (writes) {
      this.#inDoubt = undefined;
      this.#moved();
    }
    this.#show();
  }

  /** A change has its result. */
  change(): void {
    this.#changes += 1;
    this.#moved();
    this.#show();
  }

  /** Until this ends, the run waits for Intercom to show what it did: in a job, or through search. */
  async asleep(sleep: Promise<void>): Promise<void> {
    this.#sleepers += 1;
    this.#isUnseen = true;
    this.#show();
    try {
      await sleep;
    } finally {
      this.#sleepers -= 1;
    }
  }

  /** Milliseconds until the rate limit lets the next request go. */
  waiting(ms: number): void {
    this.#waitingMs = ms;
    this.#show();
  }

  /** How many changes wait for the search index. */
  doubt(left: number): void {
    this.#inDoubt = left;
    this.#show();
  }

  /** Between two looks it still waits: only what moves can end a wait. */
  #moved(): void {
    this.#movedAt = this.#now();
    this.#isUnseen = this.#sleepers > 0;
  }

  /** That it could not be shown: who shows it is a program of the user, and a run that writes does not end because of it. */
  findings(): readonly Diagnostic[] {
    if (this.#failure === undefined) return [];
    const { error } = this.#failure;
    return [
      {
        code: 'progress-failed',
        severity: 'warning',
        summary: 'the progress of the apply could not be shown to its end',
        detail: `onProgress threw: ${error instanceof Error ? error.message : String(error)}`,
        help: 'mend that function; the apply went on without it',
      },
    ];
  }

  #show(): void {
    if (this.#failure !== undefined) return;
    try {
      this.#tell(this.#state());
    } catch (error) {
      this.#failure = { error };
    }
  }

  #state(): Progress {
    const { changes, requests, rate } = this.#totals;
    return {
      phase: 'applying',
      unit: 'requests',
      done: this.#requests,
      // The cost does not include repeated requests and lookups of doubts.
      total: Math.max(requests, this.#requests),
      changes: { done: this.#changes, total: changes },
      mostPerSecond: rate,
      waitingMs: this.#waitingMs,
      ...(this.#inDoubt === undefined ? {} : { inDoubt: this.#inDoubt }),
      ...(this.#isUnseen ? { unseenSince: this.#movedAt } : {}),
    };
  }
}
