import type { Expectation } from '../plan/expected.ts';
import { type Selection, selectChanges } from '../plan/selection/selection.ts';
import type { PlanDocument } from '../types/plan.ts';
import type { Masking } from './masking.ts';
import type { PlanningOptions } from './options.ts';
import type { Session } from './plan.ts';
import { requestCost } from './request-cost.ts';

export interface SelectOptions extends Pick<PlanningOptions, 'allow'> {
  readonly expect?: Expectation | undefined;
  /** What keyed receipts are held against. */
  readonly masking: Pick<Masking, 'secret'> | undefined;
  /** `--limit`: at most this many contact changes. */
  readonly limit?: number | undefined;
}

/**
 * What of a plan a run may make: `--expect` and `--limit`, and the guards of what is left. The same for plan and apply, so that the
 * canary that is reviewed is the one that runs.
 */
export function selectRun(plan: PlanDocument, session: Session, options: SelectOptions): Selection {
  const { expect, limit, allow, masking } = options;
  return selectChanges(plan, {
    expect,
    secret: masking?.secret,
    limit,
    limits: session.limits,
    scoped: session.scoped,
    written: session.written,
    allowances: allow,
    costOf: (changes, reads) => requestCost(changes, { ...session, reads }),
  });
}
