import type { KindReader } from '../../kinds/kind-reader.ts';
import type { BulkTally } from '../../types/bulk.ts';
import type { Keep } from '../../types/keeping.ts';
import type { BulkCreating } from '../../types/kind/bulk-creating.ts';

export interface BulkOptions {
  /** Objects of one request at most, where that is known to be less than the kind says. */
  readonly most?: number | undefined;
  /** Called once, when Intercom refuses bulk requests as such. */
  readonly onRefused?: ((reason: string) => void) | undefined;
  /** Called when Intercom takes no more than this many objects in one request. */
  readonly onMost?: ((most: number) => void) | undefined;
}

/** What the bulk requests of a run have in common: how large they may be, and how long they were seen to take. */
export class Bulk {
  readonly creating: BulkCreating<KindReader>;
  readonly keep: Keep;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly #options: BulkOptions;
  #most: number;
  #isOff = false;
  readonly #tally = { requests: 0, sent: 0, made: 0 };

  constructor(
    creating: BulkCreating<KindReader>,
    facts: { readonly keep: Keep; readonly now: () => number; readonly options: BulkOptions },
  ) {
    this.creating = creating;
    this.keep = facts.keep;
    this.now = facts.now;
    this.#options = facts.options;
    this.#most = Math.max(1, Math.min(creating.most, facts.options.most ?? creating.most));
  }

  get most(): number {
    return this.#most;
  }

  /** True once Intercom refused bulk requests as such: everything goes by itself from then on. */
  get isOff(): boolean {
    return this.#isOff;
  }

  get tally(): BulkTally {
    return { ...this.#tally };
  }

  sent(objects: number): void {
    this.#tally.requests += 1;
    this.#tally.sent += objects;
  }

  made(): void {
    this.#tally.made += 1;
  }

  /** Intercom refused a request for having so many objects. */
  tooMany(objects: number): void {
    const most = Math.max(1, Math.floor(objects / 2));
    if (most >= this.#most) return;
    this.#most = most;
    this.#options.onMost?.(most);
  }

  refused(reason: string): void {
    if (this.#isOff) return;
    this.#isOff = true;
    this.#options.onRefused?.(reason);
  }
}
