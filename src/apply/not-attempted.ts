import type { Change } from '../types/change.ts';
import type { ChangeResult } from '../types/result.ts';

/** The results of changes that a run never came to, or of a plan that is not applied. */
export function notAttempted(changes: Iterable<Change>, reason: string): ChangeResult[] {
  return Array.from(changes, ({ address, action, id }) => ({
    address,
    action,
    outcome: 'not_attempted',
    id,
    reason,
  }));
}
