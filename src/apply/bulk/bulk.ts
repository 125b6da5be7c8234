import type { KindReader } from '../../kinds/kind-reader.ts';
import { type BulkTally, type BulkVerb, LEAST_OF_BULK } from '../../types/bulk.ts';
import type { Change } from '../../types/change.ts';
import type { Keep } from '../../types/keeping.ts';
import type { BulkWriting } from '../../types/kind/bulk-writing.ts';
import type { RecheckMode } from '../../types/recheck.ts';
import { unhurried } from '../unhurried.ts';
import type { ApplyKind, Work } from '../work.ts';

export interface BulkOptions {
  /** Objects of one request at most, where that is known to be less than the kind says. */
  readonly most?: number | undefined;
  /** Called once, when Intercom refuses such bulk requests as such. */
  readonly onRefused?: ((reason: string) => void) | undefined;
  /** Called once, when they fail and nothing of them appears. */
  readonly onFailing?: ((reason: string) => void) | undefined;
  /** Called when Intercom takes no more than this many objects in one request. */
  readonly onMost?: ((most: number) => void) | undefined;
}

/** Which bulk requests are wanted, by what they do. */
export type WantedBulks = Readonly<Partial<Record<BulkVerb, BulkOptions>>>;

interface BulkFacts {
  readonly keep: Keep;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** How changes are read again before they are written. */
  readonly mode: RecheckMode;
}

/** What the bulk requests of one sort have in common in a run: how large they may be, and how many there were. */
export class Bulk {
  readonly writing: BulkWriting<KindReader>;
  readonly keep: Keep;
  readonly now: () => number;
  readonly #mode: RecheckMode;
  readonly #options: BulkOptions;
  #most: number;
  #isOff = false;
  #isFailing = false;
  #acceptedAt = -Infinity;
  readonly #tally = { requests: 0, sent: 0, made: 0 };

  constructor(writing: BulkWriting<KindReader>, facts: BulkFacts & { readonly options: BulkOptions }) {
    this.writing = writing;
    this.keep = facts.keep;
    this.now = facts.now;
    this.#mode = facts.mode;
    this.#options = facts.options;
    this.#most = Math.max(1, Math.min(writing.most, facts.options.most ?? writing.most));
  }

  get most(): number {
    return this.#most;
  }

  /** True once Intercom refused these requests as such, or they only fail: everything goes by itself from then on. */
  get isOff(): boolean {
    return this.#isOff;
  }

  /** Whether they were answered with errors and did nothing. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  get tally(): { readonly requests: number; readonly sent: number; readonly made: number } {
    return { ...this.#tally };
  }

  /** Whether a change that nobody has begun yet is made so. */
  takes({ change, checked, kind }: Work): boolean {
    const isOwn = kind.bulkWritings?.includes(this.writing) === true;
    return isOwn && !this.#isOff && checked === 'no' && this.fits(change);
  }

  fits(change: Change): boolean {
    return this.writing.takes(change, this.#mode);
  }

  /** `isAccepted`: Intercom answered with a job. */
  sent(objects: number, isAccepted: boolean): void {
    if (isAccepted) this.#acceptedAt = this.now();
    this.#tally.requests += 1;
    this.#tally.sent += objects;
  }

  made(): void {
    this.#tally.made += 1;
  }

  /** Intercom refused a request for having so many objects. */
  tooMany(objects: number, reason: string): void {
    const most = Math.floor(objects / 2);
    if (most < LEAST_OF_BULK) this.refused(reason);
    else if (most < this.#most) {
      this.#most = most;
      this.#options.onMost?.(most);
    }
  }

  refused(reason: string): void {
    if (this.#isOff) return;
    this.#isOff = true;
    this.#options.onRefused?.(reason);
  }

  /** A request of this time was answered without a job, and nothing of it appeared. Where others were accepted since, that was chance. */
  nothingCame(sentAt: number, reason: string): void {
    if (this.#isOff || this.#acceptedAt >= sentAt) return;
    this.#isOff = true;
    this.#isFailing = true;
    this.#options.onFailing?.(reason);
  }
}

/** Those that are wanted, and of whose changes there are enough. */
export async function bulksFor(
  { changes, kinds }: { readonly changes: Iterable<Change>; readonly kinds: readonly ApplyKind[] },
  wanted: WantedBulks,
  facts: BulkFacts,
): Promise<readonly Bulk[]> {
  const bulks = kinds.flatMap(({ bulkWritings = [] }) =>
    bulkWritings.flatMap((writing) => {
      const options = wanted[writing.verb];
      return options === undefined ? [] : [new Bulk(writing, { ...facts, options })];
    }),
  );
  const missing = new Map(bulks.map((bulk) => [bulk, bulk.writing.least]));
  for await (const change of unhurried(missing.size === 0 ? [] : changes)) {
    for (const [bulk, count] of missing) {
      if (!bulk.fits(change)) continue;
      if (count > 1) missing.set(bulk, count - 1);
      else missing.delete(bulk);
    }
    if (missing.size === 0) break;
  }
  return bulks.filter((bulk) => !missing.has(bulk));
}

/** Undefined where no bulk request was sent. */
export function bulkTally(bulks: readonly Bulk[]): BulkTally | undefined {
  const of = (verb: BulkVerb) => {
    const own = bulks.filter(({ writing }) => writing.verb === verb).map(({ tally }) => tally);
    const sum = (count: 'requests' | 'sent' | 'made') => own.reduce((all, tally) => all + tally[count], 0);
    return { requests: sum('requests'), sent: sum('sent'), made: sum('made') };
  };
  const creates = of('create');
  const { made: updated, ...updates } = of('update');
  if (creates.requests + updates.requests === 0) return undefined;
  return { ...creates, ...(updates.requests === 0 ? {} : { updates: { ...updates, updated } }) };
}
