import type { PlanDocument } from '../types/plan.ts';
import { isComplete, type OutcomeCounts } from './tally.ts';

/** What the exit code of an apply depends on. */
export interface ApplyEnd {
  /** The plan as it was evaluated right before it ran. */
  readonly plan: Pick<PlanDocument, 'diagnostics' | 'guards'>;
  readonly tally: OutcomeCounts;
  /** Whether Intercom took, or may have taken, a write. */
  readonly wrote: boolean;
  readonly interrupted: boolean;
  /** The plan could not be run at all. */
  readonly refused?: boolean;
  /** `--expect` left changes of the plan out. */
  readonly unexpected?: boolean;
}

/**
 * The exit code of apply: the first that applies (design 8).
 *
 *     1  an error before any write
 *     5  a guard, or an incomplete read
 *     4  nothing written, and something stale or not what was expected
 *     3  something written or unknown and something not done, or interrupted
 *     1  nothing written and something not done
 *     0  all done or already
 */
export function applyExit(end: ApplyEnd): 0 | 1 | 3 | 4 | 5 {
  if (end.refused === true || end.plan.diagnostics.some(({ severity }) => severity === 'error')) return 1;
  if (end.plan.guards.some((guard) => guard.over)) return 5;
  const wrote = end.wrote || end.tally.unknown > 0;
  if (!wrote && (end.tally.stale > 0 || end.unexpected === true)) return 4;
  if (end.interrupted) return 3;
  if (isComplete(end.tally)) return 0;
  return wrote ? 3 : 1;
}
