import type { Change } from '../types/change.ts';
import type { Cost } from '../types/plan.ts';
import { type Ranks, ranksOf } from '../types/ranks.ts';
import { MOST_REREAD_TOGETHER, type RecheckMode, type Reread } from '../types/recheck.ts';
import { LEVELS, type Step } from '../types/step.ts';

export interface CostInput {
  readonly changes: readonly Change[];
  readonly stepsOf: (change: Change) => readonly Step[];
  /** How each change is read again before its write. */
  readonly rereadOf: (change: Change, mode: RecheckMode) => Reread;
  readonly recheck: RecheckMode;
  /** Requests that planning made. */
  readonly reads: number;
  /** Requests a second that this tool may make: the limit's window times the share. */
  readonly rate: number;
}

/** Windows of the rate limit last ten seconds (api.md 2.1). */
const WINDOW_SECONDS = 10;

/**
 * The requests of a plan. `writes` is exact when each succeeds the first time (law 6): steps that share a batch key within a
 * level (and rank, where changes of one level require each other) and go at the same place in it are joined, the rest count
 * one each.
 */
export function costOf(input: CostInput): Cost {
  const { changes, stepsOf, reads, rate } = input;
  const ranks = ranksOf(changes, (change) => stepsOf(change).map((step) => step.level));
  let writes = 0;
  const bulks = new Map<string, { size: number; readonly limit: number }>();
  for (const change of changes) {
    for (const { level, batch, order = '' } of stepsOf(change)) {
      if (batch === undefined) {
        writes += 1;
        continue;
      }
      const key = JSON.stringify([level, ranks.rank(change.address, level), order, batch.key]);
      const bulk = bulks.get(key) ?? { size: 0, limit: batch.limit };
      bulk.size += 1;
      bulks.set(key, bulk);
    }
  }
  for (const { size, limit } of bulks.values()) writes += Math.ceil(size / Math.max(1, limit));
  const recheck = { mode: input.recheck, reads: rereads(input, ranks) };
  const requests = reads + writes + recheck.reads;
  return { reads, writes, seconds: rate > 0 ? Math.ceil(requests / rate) : 0, recheck };
}

/** At least: whom search shows otherwise than the plan is read once more, and so are lists that an answer cuts off. */
function rereads({ changes, stepsOf, rereadOf, recheck, rate }: CostInput, ranks: Ranks): number {
  // A group is what a window lets go at once, its search among it.
  const size = Math.max(1, Math.min(MOST_REREAD_TOGETHER, Math.floor(rate * WINDOW_SECONDS) - 1));
  const groups = new Map<string, number>();
  let reads = 0;
  for (const change of changes) {
    const levels = new Set(stepsOf(change).map((step) => step.level));
    const inOrder = LEVELS.filter((level) => levels.has(level));
    // What a merge needs of an update is compared before the merges, the rest of it after them.
    const times = change.context?.before_merge === undefined ? 1 : 2;
    const reread = rereadOf(change, recheck);
    for (const level of inOrder.slice(0, times)) {
      if (reread.how === 'alone') reads += reread.reads;
      if (reread.how !== 'together') continue;
      const key = JSON.stringify([change.kind, level, ranks.rank(change.address, level)]);
      groups.set(key, (groups.get(key) ?? 0) + 1);
    }
  }
  for (const count of groups.values()) reads += Math.ceil(count / size);
  return reads;
}
