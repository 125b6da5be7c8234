import { Bits } from '../types/bits.ts';
import type { Change } from '../types/change.ts';
import { Numbers } from '../types/numbers.ts';
import type { Changes, Cost } from '../types/plan.ts';
import { placeRanks } from '../types/ranks.ts';
import { MOST_REREAD_TOGETHER, type RecheckMode, type Reread } from '../types/recheck.ts';
import { type RequiredAddresses, RequirementGraph, requiredBy } from '../types/requirement-graph.ts';
import { LEVELS, type Level, type Step } from '../types/step.ts';

/** What requests changes need, and how fast they may be sent. */
export interface CostSettings {
  readonly stepsOf: (change: Change) => readonly Step[];
  /** How a change is read again before its write. */
  readonly rereadOf: (change: Change, mode: RecheckMode) => Reread;
  readonly recheck: RecheckMode;
  /** Requests per second that this tool may make: the rate limit times the configured share of it. */
  readonly rate: number;
  /** How objects are made many at a time; absent: one by one. */
  readonly bulk?: BulkCost | undefined;
}

/** Which changes are made many at a time, and what that costs. */
export interface BulkCost {
  readonly least: number;
  readonly most: number;
  /** Whether the rate limit counts the objects of a request instead of the request. */
  readonly countsItems?: boolean;
  takes(change: Change): boolean;
  /** The steps of a change that the bulk request does. */
  rides(change: Change): readonly Step[];
}

/** Reads of one bulk request: a look at its job, and one for what it made. */
const READS_OF_BULK = 2;

export interface CostInput extends CostSettings {
  readonly changes: Changes;
  /** Requests that planning has made. */
  readonly reads: number;
}

/** Windows of the rate limit last ten seconds (intercom 2.1). */
const WINDOW_SECONDS = 10;

/** What applying the changes costs, counted by `CostTally`. */
export function costOf(input: CostInput): Cost {
  const tally = new CostTally(requiredBy(input.changes), input);
  for (const change of input.changes) tally.take(change);
  return tally.cost(input.reads);
}

/**
 * Steps or rereads that may share requests within a level. `sizes[rank]` is how many there are of that rank; `riding[rank]` how
 * many of them a bulk request does instead.
 */
interface Group {
  readonly level: Level;
  readonly limit: number;
  readonly sizes: number[];
  readonly riding: number[];
}

/**
 * Counts the requests of a plan. `writes` is exact when each write succeeds the first time (law 6): steps are joined into one
 * request where they share the batch key, the level and the order within it, and the rank (changes of one level that require
 * each other differ in rank). Every other step is a request of its own. Takes one change at a time, and keeps only counts of
 * most.
 */
export class CostTally {
  readonly #settings: CostSettings;
  readonly #graph: RequirementGraph;
  #place = 0;
  #writes = 0;
  #rereads = 0;
  /** Changes that bulk requests may make, and requests of their own that these do. */
  #bulked = 0;
  #ridingWrites = 0;
  readonly #groups: Group[] = [];
  readonly #groupOf = new Map<string, number>();
  /** Changes whose rank is known only at the end: position and group of each, in two parallel columns. */
  #waiting = 0;
  readonly #waitingPlace = new Numbers();
  readonly #waitingGroup = new Numbers();
  readonly #waitingRides = new Bits();

  /** `required`: all addresses that the changes require; it may hold more. */
  constructor(required: RequiredAddresses, settings: CostSettings) {
    this.#graph = new RequirementGraph(required);
    this.#settings = settings;
  }

  take(change: Change): void {
    const steps = this.#settings.stepsOf(change);
    const levels = new Set(steps.map((step) => step.level));
    const place = this.#graph.take(change, levels) ? this.#place : undefined;
    this.#place += 1;
    const { bulk } = this.#settings;
    const isBulked = bulk?.takes(change) === true;
    const riding = new Set(isBulked ? bulk?.rides(change).map(stepName) : []);
    if (isBulked) this.#bulked += 1;
    for (const step of steps) {
      const { level, batch, order = '' } = step;
      const rides = isBulked && riding.has(stepName(step));
      if (batch === undefined) {
        this.#writes += 1;
        if (rides) this.#ridingWrites += 1;
      } else this.#join(place, ['write', level, order, batch.key], { level, limit: batch.limit, rides });
    }
    this.#reread(change, levels, { place, rides: isBulked });
  }

  /** `reads`: requests that planning has made. */
  cost(reads: number): Cost {
    const ranks = placeRanks(this.#graph);
    const { bulk } = this.#settings;
    const isBulk = bulk !== undefined && this.#bulked >= bulk.least;
    const sizes = this.#groups.map(({ sizes, riding }) =>
      sizes.map((size, rank) => size - (isBulk ? (riding[rank] ?? 0) : 0)),
    );
    for (let at = 0; at < this.#waiting; at++) {
      const group = this.#waitingGroup.get(at);
      const level = this.#groups[group]?.level;
      const ofGroup = sizes[group];
      if (level === undefined || ofGroup === undefined || (isBulk && this.#waitingRides.has(at))) continue;
      const rank = ranks.rank(this.#waitingPlace.get(at), level);
      ofGroup[rank] = (ofGroup[rank] ?? 0) + 1;
    }
    const bulks = isBulk ? Math.ceil(this.#bulked / bulk.most) : 0;
    let writes = this.#writes + (isBulk ? bulks - this.#ridingWrites : 0);
    let rereads = this.#rereads;
    for (const [key, index] of this.#groupOf) {
      const limit = this.#groups[index]?.limit ?? 1;
      let requests = 0;
      // `sizes` is sparse: a rank may have no entry.
      for (const size of sizes[index] ?? []) requests += Math.ceil((size ?? 0) / Math.max(1, limit));
      if (key.startsWith('["write"')) writes += requests;
      else rereads += requests;
    }
    const { rate, recheck: mode } = this.#settings;
    const readBacks = bulks * READS_OF_BULK;
    const items = bulk?.countsItems === true && isBulk ? this.#bulked - bulks : 0;
    const requests = reads + writes + rereads + readBacks + items;
    const seconds = rate > 0 ? Math.ceil(requests / rate) : 0;
    return {
      ...{ reads, writes, seconds, recheck: { mode, reads: rereads } },
      ...(bulks === 0 ? {} : { bulk: { contacts: this.#bulked, requests: bulks, reads: readBacks } }),
    };
  }

  /**
   * A lower bound: contacts that search shows differently from the plan are read once more, and so are lists that an answer
   * cuts off.
   */
  #reread(
    change: Change,
    levels: ReadonlySet<Level>,
    { place, rides }: { readonly place: number | undefined; readonly rides: boolean },
  ): void {
    const { rereadOf, recheck, rate } = this.#settings;
    const inOrder = LEVELS.filter((level) => levels.has(level));
    // The fields that a merge needs are compared before the merges, the other fields of the update after them.
    const times = change.context?.before_merge === undefined ? 1 : 2;
    const reread = rereadOf(change, recheck);
    // One search rereads as many changes as a rate limit window has requests, minus the search itself.
    const size = Math.max(1, Math.min(MOST_REREAD_TOGETHER, Math.floor(rate * WINDOW_SECONDS) - 1));
    for (const level of inOrder.slice(0, times)) {
      if (reread.how === 'alone') this.#rereads += reread.reads;
      if (reread.how === 'together')
        this.#join(place, ['reread', level, change.kind], { level, limit: size, rides });
    }
  }

  #join(
    place: number | undefined,
    parts: readonly string[],
    { level, limit, rides }: { readonly level: Level; readonly limit: number; readonly rides: boolean },
  ): void {
    const key = JSON.stringify(parts);
    let index = this.#groupOf.get(key);
    if (index === undefined) {
      index = this.#groups.length;
      this.#groupOf.set(key, index);
      this.#groups.push({ level, limit, sizes: [0], riding: [0] });
    }
    if (place !== undefined) {
      this.#waitingPlace.set(this.#waiting, place);
      if (rides) this.#waitingRides.add(this.#waiting);
      this.#waitingGroup.set(this.#waiting++, index);
      return;
    }
    const group = this.#groups[index];
    if (group === undefined) return;
    group.sizes[0] = (group.sizes[0] ?? 0) + 1;
    if (rides) group.riding[0] = (group.riding[0] ?? 0) + 1;
  }
}

/** A step among those of its change. */
function stepName({ level, request: { method, path }, batch }: Step): string {
  return `${level} ${method} ${path} ${batch?.key ?? ''}`;
}
