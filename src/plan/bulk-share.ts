import { Bits } from '../types/bits.ts';
import type { BulkVerb } from '../types/bulk.ts';
import type { Change } from '../types/change.ts';
import type { BulkCount } from '../types/plan.ts';
import type { RecheckMode } from '../types/recheck.ts';
import type { Level, Step } from '../types/step.ts';

/** Which changes are made many at a time, and what that costs. */
export interface BulkCost {
  readonly verb: BulkVerb;
  readonly least: number;
  readonly most: number;
  /** Whether the rate limit counts the objects of a request instead of the request. */
  readonly countsItems?: boolean;
  takes(change: Change, mode: RecheckMode): boolean;
  /** The steps of a change that the bulk request does. */
  rides(change: Change): readonly Step[];
}

/** Reads of one bulk request: a look at its job, and one for what it wrote. */
const READS_OF_BULK = 2;

/** The changes of a plan that bulk requests of one sort may make. Whether they do is known once all are counted. */
export class BulkShare {
  readonly #cost: BulkCost;
  /** Level in which they begin → how many. A request never spans two. */
  readonly #changes = new Map<Level, number>();
  #writes = 0;
  /** Among steps and rereads whose rank is known only at the end: those that a bulk request does instead. */
  readonly waiting = new Bits();

  constructor(cost: BulkCost) {
    this.#cost = cost;
  }

  get verb(): BulkVerb {
    return this.#cost.verb;
  }

  takes(change: Change, mode: RecheckMode): boolean {
    return this.#cost.takes(change, mode);
  }

  /** Counts a change with its steps. Returns which of them the bulk request does. */
  take(change: Change, steps: readonly Step[]): (step: Step) => boolean {
    const level = steps[0]?.level;
    if (level !== undefined) this.#changes.set(level, (this.#changes.get(level) ?? 0) + 1);
    const riding = new Set(this.#cost.rides(change).map(stepName));
    const rides = (step: Step) => riding.has(stepName(step));
    this.#writes += steps.filter((step) => step.batch === undefined && rides(step)).length;
    return rides;
  }

  get isUsed(): boolean {
    return this.#contacts >= this.#cost.least;
  }

  /** Requests of their own that the changes would need. */
  get saved(): number {
    return this.isUsed ? this.#writes : 0;
  }

  get count(): BulkCount {
    if (!this.isUsed) return { contacts: 0, requests: 0, reads: 0 };
    let requests = 0;
    for (const size of this.#changes.values()) requests += Math.ceil(size / this.#cost.most);
    return { contacts: this.#contacts, requests, reads: requests * READS_OF_BULK };
  }

  /** Searches that read updates again right before their request; creates are not read again. */
  get rereads(): number {
    return this.verb === 'update' ? this.count.requests : 0;
  }

  /** What the rate limit counts beyond the requests. */
  get items(): number {
    const { contacts, requests } = this.count;
    return this.#cost.countsItems === true ? contacts - requests : 0;
  }

  get #contacts(): number {
    let all = 0;
    for (const size of this.#changes.values()) all += size;
    return all;
  }
}

/** A step among those of its change. */
function stepName({ level, request: { method, path }, batch }: Step): string {
  return `${level} ${method} ${path} ${batch?.key ?? ''}`;
}
