import type { Expectation } from '../plan/expected.ts';
import { type Selection, selectChanges } from '../plan/selection/selection.ts';
import type { PlanDocument } from '../types/plan.ts';
import type { Masking } from './masking.ts';
import type { PlanningOptions } from './options.ts';
import type { Session } from './plan.ts';
import { requestCost } from './request-cost.ts';

export interface SelectOptions extends Pick<PlanningOptions, 'allow'> {
  readonly expect?: Expectation | undefined;
  /** The secret to check keyed receipts with. */
  readonly masking: Pick<Masking, 'secret'> | undefined;
  /** `--limit`: at most this many contact changes. */
  readonly limit?: number | undefined;
}

/**
 * The changes of a plan that may be run, after `--expect` and `--limit`, with guards evaluated for them. plan and apply both
 * use it, so that the limited plan that was reviewed is the one that is run.
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
