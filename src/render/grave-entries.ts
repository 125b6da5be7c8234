import type { Change } from '../types/change.ts';
import type { PlanDocument } from '../types/plan.ts';
import { type Entry, groupChanges, type IsBlocked } from './group-changes.ts';

/**
 * Irreversible and destructive changes as they are listed: one by one (DESIGN 6.3). An undo takes away what one run made, which
 * its report and interform history list, so there many of one shape are one group: 1,000 created contacts that are archived.
 */
export function graveEntries(
  plan: Pick<PlanDocument, 'undoes'>,
  changes: readonly Change[],
  isBlocked: IsBlocked,
): readonly Entry[] {
  return plan.undoes === undefined ? changes.map((change) => ({ change })) : groupChanges(changes, isBlocked);
}
