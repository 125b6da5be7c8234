import type { Change } from '../types/change.ts';
import type { ChangeResult } from '../types/result.ts';

/** Results for changes that a run did not come to, or for a plan that is not applied. */
export function notAttempted(changes: Iterable<Change>, reason: string): ChangeResult[] {
  return Array.from(changes, ({ address, action, id }) => ({
    address,
    action,
    outcome: 'not_attempted',
    id,
    reason,
  }));
}
