import type { Change } from '../types/change.ts';
import type { Changes } from '../types/plan.ts';
import type { ChangeResult, Results } from '../types/result.ts';
import { mapped } from '../types/stream.ts';

/** Results for changes that a run did not come to, or for a plan that is not applied. */
export function notAttempted(changes: Changes, reasonOf: (change: Change) => string): Results {
  return mapped(changes, (change) => unattempted(change, reasonOf(change)));
}

export function unattempted({ address, action, id }: Change, reason: string): ChangeResult {
  return { address, action, outcome: 'not_attempted', id, reason };
}
