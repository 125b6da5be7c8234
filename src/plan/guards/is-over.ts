import type { Change } from '../../types/change.ts';
import type { PlanDocument } from '../../types/plan.ts';
import { guardCount } from './guard-counts.ts';

/** Whether this change counts for a verb that is over its limit, and so is one of those that block the plan. */
export function isOverGuard({ guards }: Pick<PlanDocument, 'guards'>, change: Change): boolean {
  return guards.some(
    (guard) => guard.over && guard.verb !== 'incomplete_read' && guardCount(change, guard.verb) > 0,
  );
}
