import { kindOfChange } from '../kinds/index.ts';
import { type CostSettings, costOf } from '../plan/cost.ts';
import type { Change } from '../types/change.ts';
import type { WorkspaceFacts } from '../types/facts.ts';
import type { Changes, Cost } from '../types/plan.ts';
import type { RecheckMode } from '../types/recheck.ts';
import type { Level, Step } from '../types/step.ts';
import { heedBatches } from './heeding/tag-batches.ts';

interface Heeding {
  /** What a probe found in the workspace. */
  readonly facts: WorkspaceFacts;
}

/** The cost of running these changes. */
export function requestCost(
  changes: Changes,
  settings: Heeding & { readonly reads: number; readonly rate: number; readonly recheck: RecheckMode },
): Cost {
  return costOf({ ...costSettings(settings), changes, reads: settings.reads });
}

/** How the cost of changes is counted. */
export function costSettings({
  rate,
  recheck,
  facts,
}: Heeding & Pick<CostSettings, 'rate' | 'recheck'>): CostSettings {
  const rereadOf = (change: Change, mode: RecheckMode) => kindOfChange(change).reread(change, mode);
  return { stepsOf: (change) => heedBatches(stepsOf(change), facts), rereadOf, recheck, rate };
}

/** The steps of a change, as its kind makes them. */
export function stepsOf(change: Change): readonly Step[] {
  return kindOfChange(change).steps(change);
}

/** The level of the first step. A change without steps counts as an update. */
export function firstLevel(steps: readonly Step[]): Level {
  return steps[0]?.level ?? 'updates';
}
