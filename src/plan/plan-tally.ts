import type { Change } from '../types/change.ts';
import type { ScopedGuards } from '../types/project.ts';
import { DigestTally } from './digest.ts';
import { ActionTally } from './file/written-changes.ts';
import { GuardTally } from './guards/guard-tally.ts';

/** Everything that the plan document says of its changes as a whole, counted in one pass over them in plan order. */
export class PlanTally {
  readonly digest = new DigestTally();
  readonly guards: GuardTally;
  readonly actions = new ActionTally();

  constructor(scoped: ScopedGuards | undefined) {
    this.guards = new GuardTally(scoped);
  }

  take(change: Change): void {
    this.digest.take(change);
    this.guards.take(change);
    this.actions.take(change);
  }
}
