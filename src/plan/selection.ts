import type { Change } from '../types/change.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { type Cost, type GuardVerb, PLAN_FORMAT, type PlanDocument } from '../types/plan.ts';
import type { GuardLimits } from '../types/project.ts';
import { changesByAddress } from '../types/ranks.ts';
import { countActions } from './build-plan.ts';
import { planDigest } from './digest.ts';
import type { Receipt } from './receipt.ts';
import { receiptProblem } from './receipt-problem.ts';
import { reevaluateGuards } from './reguard.ts';
import { withRequired } from './requirements.ts';
import { reviewedChanges } from './reviewed.ts';

/** `--expect`: what somebody has reviewed. */
export type Expectation =
  | { readonly form: 'digest'; readonly digest: string }
  | { readonly form: 'receipt'; readonly receipt: Receipt };

export interface SelectionOptions {
  readonly expect?: Expectation | undefined;
  /** `--limit`: at most this many contact changes. */
  readonly limit?: number | undefined;
  /** `max_<verb>` of the project file, as it is today. */
  readonly limits: GuardLimits;
  readonly allowances: ReadonlyMap<GuardVerb, number>;
  /** What the requests of the changes that are run cost, given the requests that planning made. */
  readonly costOf: (changes: readonly Change[], reads: number) => Cost;
}

/** What of a plan is run. */
export interface Selection {
  /** The plan to show and report on. Its guards are those of what is run. */
  readonly plan: PlanDocument;
  /** Address → why this change of the plan is not run. */
  readonly left: ReadonlyMap<string, string>;
  /** Why nothing is run although there are changes: they are not what was expected. */
  readonly refusal?: Diagnostic;
}

/** Addresses that stand as samples. */
const SAMPLES = 3;

/**
 * Narrows a plan down to what may be run (DESIGN 6.2, section 8). After everything is planned, so that nothing looks undeclared:
 *
 *     plan → --expect (what is left out is reported) → --limit (what is left out is no result) → guards of the rest
 */
export function selectChanges(plan: PlanDocument, options: SelectionOptions): Selection {
  const expected = expectedChanges(plan, options.expect);
  const limited = limitedPlan(plan, expected.left, options);
  const runs = limited.changes.filter((change) => !expected.left.has(change.address));
  const { limits, allowances } = options;
  const guarded = reevaluateGuards({ ...limited, changes: runs }, { limits, allowances });
  const selected: PlanDocument = {
    ...guarded,
    changes: limited.changes,
    diagnostics: [...guarded.diagnostics, ...expected.diagnostics],
  };
  const refusal = expected.refusal ?? nothingReviewed(selected, runs);
  return { plan: selected, left: expected.left, ...(refusal === undefined ? {} : { refusal }) };
}

interface Expected {
  readonly left: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
  readonly refusal?: Diagnostic;
}

function expectedChanges(plan: PlanDocument, expect: Expectation | undefined): Expected {
  const everything: Expected = { left: new Map(), diagnostics: [] };
  // An empty plan passes whatever was expected (DESIGN 6.2).
  if (expect === undefined || plan.changes.length === 0) return everything;
  if (expect.form === 'receipt') return receivedChanges(plan, expect.receipt);
  if (plan.digest === expect.digest) return everything;
  // Nothing is run, and the guards are those of the whole plan.
  return { ...everything, refusal: otherDigest(plan, expect.digest) };
}

function receivedChanges(plan: PlanDocument, receipt: Receipt): Expected {
  const foreign = foreignReceipt(plan, receipt);
  if (foreign !== undefined) return { left: new Map(), diagnostics: [foreign] };
  const { left, gone } = reviewedChanges(plan.changes, receipt);
  return { left, diagnostics: left.size === 0 ? [] : [notReviewed(plan, left, gone)] };
}

function foreignReceipt(plan: PlanDocument, receipt: Receipt): Diagnostic | undefined {
  if (receipt.workspace.id !== plan.workspace.id) {
    const detail = `it is for ${receipt.workspace.id}, the token opens ${plan.workspace.id} (${plan.workspace.name})`;
    return receiptProblem('receipt-workspace', detail);
  }
  if (receipt.environment !== plan.environment) {
    const detail = `it is for ${receipt.environment ?? 'no environment'}, this run for ${plan.environment ?? 'no environment'}`;
    return receiptProblem('receipt-environment', detail);
  }
  if (receipt.intercom_version !== plan.intercom_version) {
    const detail = `it is for ${receipt.intercom_version}, this run uses ${plan.intercom_version}`;
    return receiptProblem('receipt-intercom-version', detail);
  }
  return undefined;
}

/** The first `limit` contact changes that may be run, with what they require, and what is reported as not run. */
function limitedPlan(
  plan: PlanDocument,
  left: ReadonlyMap<string, string>,
  { limit, costOf }: SelectionOptions,
): PlanDocument {
  if (limit === undefined) return plan;
  const runs = plan.changes.filter((change) => !left.has(change.address));
  const first = runs.filter((change) => change.kind === 'contact').slice(0, limit);
  const kept = withRequired(first, plan.changes, changesByAddress(plan.changes));
  if (kept.size === runs.length) return plan;
  const changes = plan.changes.filter((change) => kept.has(change) || left.has(change.address));
  const { intercom_version, workspace } = plan;
  return {
    ...plan,
    digest: planDigest({ format: PLAN_FORMAT, workspace, intercom_version, changes }),
    limited: true,
    // Every action is a key of the counts.
    summary: { ...plan.summary, ...(countActions(changes) as Partial<PlanDocument['summary']>) },
    cost: costOf([...kept], plan.cost.reads),
    changes,
  };
}

function nothingReviewed(plan: PlanDocument, runs: readonly Change[]): Diagnostic | undefined {
  if (plan.changes.length === 0 || runs.length > 0) return undefined;
  return {
    code: 'unexpected-plan',
    severity: 'error',
    summary: 'none of the changes was reviewed',
    detail: `the plan holds ${plan.changes.length}, and the receipt none of them`,
    help: REVIEW,
  };
}

function otherDigest(plan: PlanDocument, digest: string): Diagnostic {
  return {
    code: 'unexpected-plan',
    severity: 'error',
    summary: 'the plan is not the one that was reviewed',
    detail: `expected ${digest}, and the plan is ${plan.digest}`,
    help: `${REVIEW}; with a receipt, apply --expect FILE runs what was reviewed and leaves the rest`,
  };
}

const REVIEW = 'review the plan as it is now: interform plan --receipt FILE';

function notReviewed(plan: PlanDocument, left: ReadonlyMap<string, string>, gone: number): Diagnostic {
  const samples = [...left].slice(0, SAMPLES).map(([address, why]) => `${address}: ${why}`);
  const more = left.size > SAMPLES ? `; and ${left.size - SAMPLES} more` : '';
  const missing =
    gone > 0 ? `; of what was reviewed, ${gone} ${gone === 1 ? 'is' : 'are'} no longer in the plan` : '';
  return {
    code: 'not-reviewed',
    severity: 'warning',
    summary: `${left.size} of ${plan.changes.length} changes ${left.size === 1 ? 'is' : 'are'} not run: the receipt does not hold ${left.size === 1 ? 'it' : 'them'}`,
    detail: `${samples.join('; ')}${more}${missing}`,
    help: REVIEW,
  };
}
