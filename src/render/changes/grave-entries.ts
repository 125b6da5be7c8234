import type { Changes, PlanDocument } from '../../types/plan.ts';
import { type Entry, groupChanges } from './group-changes.ts';
import type { IsBlocked } from './shapes.ts';

/**
 * Irreversible and destructive changes as they are listed: one by one (DESIGN 6.3). An undo takes away what one run made, which
 * its report and interform history list, so there many of one shape are one group: 1,000 created contacts that are archived.
 */
export function graveEntries(
  plan: Pick<PlanDocument, 'undoes'>,
  changes: Changes,
  isBlocked: IsBlocked,
): readonly Entry[] {
  if (plan.undoes !== undefined) return groupChanges(changes, isBlocked);
  return Array.from(changes, (change) => ({ change }));
}
