import type { Change } from '../types/change.ts';
import type { PlanDocument } from '../types/plan.ts';
import { ranksOf } from '../types/ranks.ts';
import type { Step } from '../types/step.ts';

export interface CostInput {
  readonly changes: readonly Change[];
  readonly stepsOf: (change: Change) => readonly Step[];
  /** Requests that planning made. */
  readonly reads: number;
  /** Requests a second that this tool may make: the limit's window times the share. */
  readonly rate: number;
}

/**
 * The requests of a plan. `writes` is exact when each succeeds the first time (law 6): steps that share a batch key within a
 * level (and rank, where changes of one level require each other) and go at the same place in it are joined, the rest count
 * one each.
 */
export function costOf({ changes, stepsOf, reads, rate }: CostInput): PlanDocument['cost'] {
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
  const requests = reads + writes;
  return { reads, writes, seconds: rate > 0 ? Math.ceil(requests / rate) : 0 };
}
