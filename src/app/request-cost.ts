import { kindOfChange, kinds } from '../kinds/index.ts';
import type { BulkCost } from '../plan/bulk-share.ts';
import { type CostSettings, costOf } from '../plan/cost.ts';
import type { Change } from '../types/change.ts';
import type { WorkspaceFacts } from '../types/facts.ts';
import type { Changes, Cost } from '../types/plan.ts';
import type { RecheckMode } from '../types/recheck.ts';
import type { Level, Step } from '../types/step.ts';
import type { BulkSetting } from './bulk-mode.ts';
import { heedBatches } from './heeding/tag-batches.ts';

interface CostFacts extends Pick<CostSettings, 'rate' | 'recheck'> {
  /** What a probe found in the workspace. */
  readonly facts: WorkspaceFacts;
  readonly bulk: BulkSetting;
}

/** The cost of running these changes. */
export function requestCost(changes: Changes, facts: CostFacts & { readonly reads: number }): Cost {
  return costOf({ ...costSettings(facts), changes, reads: facts.reads });
}

/** How the cost of changes is counted. */
export function costSettings({ rate, recheck, facts, bulk }: CostFacts): CostSettings {
  const rereadOf = (change: Change, mode: RecheckMode) => kindOfChange(change).reread(change, mode);
  return {
    ...{ stepsOf: (change) => heedBatches(stepsOf(change), facts), rereadOf, recheck, rate },
    bulks: kinds.flatMap(({ bulkWritings = [] }) =>
      bulkWritings
        .filter(({ verb }) => bulk[verb] !== 'off')
        .map((writing) => bulkCost(writing, bulk, facts)),
    ),
  };
}

function bulkCost(
  writing: BulkCost,
  { most = writing.most }: BulkSetting,
  { bulk }: WorkspaceFacts,
): BulkCost {
  return { ...writing, most: Math.min(writing.most, most), countsItems: bulk.countsItems === true };
}

/** The steps of a change, as its kind makes them. */
export function stepsOf(change: Change): readonly Step[] {
  return kindOfChange(change).steps(change);
}

/** The level of the first step. A change without steps counts as an update. */
export function firstLevel(steps: readonly Step[]): Level {
  return steps[0]?.level ?? 'updates';
}
