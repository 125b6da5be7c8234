import { type Expectation, type Selection, selectChanges } from '../plan/selection.ts';
import type { PlanDocument } from '../types/plan.ts';
import type { PlanningOptions } from './options.ts';
import { requestCost, type Session } from './plan.ts';

export interface SelectOptions extends Pick<PlanningOptions, 'allow'> {
  readonly expect?: Expectation | undefined;
  /** `--limit`: at most this many contact changes. */
  readonly limit?: number | undefined;
}

/** What of a plan this run may make: `--expect` and `--limit`, and the guards of what is left. */
export function selectForApply(plan: PlanDocument, session: Session, options: SelectOptions): Selection {
  const { expect, limit, allow } = options;
  return selectChanges(plan, {
    expect,
    limit,
    limits: session.limits,
    allowances: allow,
    costOf: (changes, reads) => requestCost(changes, { ...session, reads }),
  });
}
