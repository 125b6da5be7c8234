import type { BulkVerb } from '../types/bulk.ts';
import type { Change } from '../types/change.ts';
import { Numbers } from '../types/numbers.ts';
import type { Changes, Cost } from '../types/plan.ts';
import { placeRanks } from '../types/ranks.ts';
import { MOST_REREAD_TOGETHER, type RecheckMode, type Reread } from '../types/recheck.ts';
import { type RequiredAddresses, RequirementGraph, requiredBy } from '../types/requirement-graph.ts';
import { LEVELS, type Level, type Step } from '../types/step.ts';
import { type BulkCost, BulkShare } from './bulk-share.ts';

/** What requests changes need, and how fast they may be sent. */
export interface CostSettings {
  readonly stepsOf: (change: Change) => readonly Step[];
  /** How a change is read again before its write. */
  readonly rereadOf: (change: Change, mode: RecheckMode) => Reread;
  readonly recheck: RecheckMode;
  /** Requests per second that this tool may make: the rate limit times the configured share of it. */
  readonly rate: number;
  /** How objects are written many at a time; absent: one by one. No change fits two of them. */
  readonly bulks?: readonly BulkCost[] | undefined;
}

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
 * Steps or rereads that may share requests within a level. `sizes[rank]` is how many there are of that rank; `riding` how many of
 * those of rank 0 a bulk request does instead.
 */
interface Group {
  readonly level: Level;
  readonly limit: number;
  readonly sizes: number[];
  readonly riding: Map<BulkShare, number>;
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
  readonly #shares: readonly BulkShare[];
  readonly #groups: Group[] = [];
  readonly #groupOf = new Map<string, number>();
  /** Changes whose rank is known only at the end: position and group of each, in two parallel columns. */
  #waiting = 0;
  readonly #waitingPlace = new Numbers();
  readonly #waitingGroup = new Numbers();

  /** `required`: all addresses that the changes require; it may hold more. */
  constructor(required: RequiredAddresses, settings: CostSettings) {
    this.#graph = new RequirementGraph(required);
    this.#settings = settings;
    this.#shares = (settings.bulks ?? []).map((cost) => new BulkShare(cost));
  }

  take(change: Change): void {
    const steps = this.#settings.stepsOf(change);
    const levels = new Set(steps.map((step) => step.level));
    const place = this.#graph.take(change, levels) ? this.#place : undefined;
    this.#place += 1;
    const share = this.#shares.find((one) => one.takes(change, this.#settings.recheck));
    const isRiding = share?.take(change, steps);
    for (const step of steps) {
      const { level, batch, order = '' } = step;
      const rides = isRiding?.(step) === true ? share : undefined;
      if (batch === undefined) this.#writes += 1;
      else this.#join(place, ['write', level, order, batch.key], { level, limit: batch.limit, rides });
    }
    this.#reread(change, levels, { place, rides: share });
  }

  /** `reads`: requests that planning has made. */
  cost(reads: number): Cost {
    const ranks = placeRanks(this.#graph);
    const used = this.#shares.filter(({ isUsed }) => isUsed);
    const sizes = this.#groups.map(({ sizes: [first = 0, ...others], riding }) => [
      used.reduce((size, share) => size - (riding.get(share) ?? 0), first),
      ...others,
    ]);
    for (let at = 0; at < this.#waiting; at++) {
      const group = this.#waitingGroup.get(at);
      const level = this.#groups[group]?.level;
      const ofGroup = sizes[group];
      const rides = used.some(({ waiting }) => waiting.has(at));
      if (level === undefined || ofGroup === undefined || rides) continue;
      const rank = ranks.rank(this.#waitingPlace.get(at), level);
      ofGroup[rank] = (ofGroup[rank] ?? 0) + 1;
    }
    const sum = (count: (share: BulkShare) => number) => used.reduce((all, share) => all + count(share), 0);
    let writes = this.#writes + sum(({ count, saved }) => count.requests - saved);
    let rereads = this.#rereads + sum((share) => share.rereads);
    for (const [key, index] of this.#groupOf) {
      const limit = this.#groups[index]?.limit ?? 1;
      let requests = 0;
      // `sizes` is sparse: a rank may have no entry.
      for (const size of sizes[index] ?? []) requests += Math.ceil((size ?? 0) / Math.max(1, limit));
      if (key.startsWith('["write"')) writes += requests;
      else rereads += requests;
    }
    const { rate, recheck: mode } = this.#settings;
    const counted = reads + writes + rereads + sum(({ count, items }) => count.reads + items);
    const seconds = rate > 0 ? Math.ceil(counted / rate) : 0;
    return {
      ...{ reads, writes, seconds, recheck: { mode, reads: rereads } },
      ...bulkOf(used),
    };
  }

  /**
   * A lower bound: contacts that search shows differently from the plan are read once more, and so are lists that an answer
   * cuts off.
   */
  #reread(
    change: Change,
    levels: ReadonlySet<Level>,
    { place, rides }: { readonly place: number | undefined; readonly rides: BulkShare | undefined },
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
    {
      level,
      limit,
      rides,
    }: { readonly level: Level; readonly limit: number; readonly rides: BulkShare | undefined },
  ): void {
    const key = JSON.stringify(parts);
    let index = this.#groupOf.get(key);
    if (index === undefined) {
      index = this.#groups.length;
      this.#groupOf.set(key, index);
      this.#groups.push({ level, limit, sizes: [0], riding: new Map() });
    }
    if (place !== undefined) {
      this.#waitingPlace.set(this.#waiting, place);
      rides?.waiting.add(this.#waiting);
      this.#waitingGroup.set(this.#waiting++, index);
      return;
    }
    const group = this.#groups[index];
    if (group === undefined) return;
    group.sizes[0] = (group.sizes[0] ?? 0) + 1;
    if (rides !== undefined) group.riding.set(rides, (group.riding.get(rides) ?? 0) + 1);
  }
}

/** Absent where nothing goes in bulk requests. */
function bulkOf(used: readonly BulkShare[]): Pick<Cost, 'bulk'> {
  const of = (verb: BulkVerb) => used.find((share) => share.verb === verb)?.count;
  const updates = of('update');
  if (used.length === 0) return {};
  const { contacts = 0, requests = 0, reads = 0 } = of('create') ?? {};
  return { bulk: { contacts, requests, reads, ...(updates === undefined ? {} : { updates }) } };
}
