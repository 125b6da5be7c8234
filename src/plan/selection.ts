import type { Change } from '../types/change.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { type Cost, type GuardVerb, PLAN_FORMAT, type PlanDocument } from '../types/plan.ts';
import { changesByAddress } from '../types/ranks.ts';
import { countActions } from './build-plan.ts';
import { planDigest } from './digest.ts';
import { type Expectation, expectedChanges } from './expected.ts';
import type { ProjectLimits } from './limit.ts';
import type { MaskSecret } from './receipt.ts';
import { reevaluateGuards } from './reguard.ts';
import { withRequired } from './requirements.ts';

export interface SelectionOptions extends ProjectLimits {
  readonly expect?: Expectation | undefined;
  /** What keyed receipts and digests are held against. */
  readonly secret?: MaskSecret;
  /** `--limit`: at most this many contact changes. */
  readonly limit?: number | undefined;
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

/**
 * Narrows a plan down to what may be run (DESIGN 6.2, section 8). After everything is planned, so that nothing looks undeclared:
 *
 *     plan → --expect (what is left out is reported) → --limit (what is left out is no result) → guards of the rest
 *
 * plan and apply both call it: with one state and one `--limit` they show, save and run the same.
 */
export function selectChanges(plan: PlanDocument, options: SelectionOptions): Selection {
  const { expect, secret } = options;
  // A digest expects all or nothing, so what was reviewed may be the limited plan itself.
  const whole = expect?.form === 'digest' ? limitedPlan(plan, new Map(), options) : plan;
  const expected = expectedChanges(plan, { expect, secret, limited: whole.digest });
  const limited = limitedPlan(plan, expected.left, options);
  const runs = [...limited.changes].filter((change) => !expected.left.has(change.address));
  const guarded = reevaluateGuards({ ...limited, changes: runs }, options);
  const selected: PlanDocument = {
    ...guarded,
    changes: limited.changes,
    diagnostics: [...guarded.diagnostics, ...expected.diagnostics],
  };
  const isNothing = selected.changes.length > 0 && runs.length === 0;
  const refusal = expected.refusal ?? (isNothing ? expected.nothing?.(selected) : undefined);
  return { plan: selected, left: expected.left, ...(refusal === undefined ? {} : { refusal }) };
}

/** The first `limit` contact changes that may be run, with what they require, and what is reported as not run. */
function limitedPlan(
  plan: PlanDocument,
  left: ReadonlyMap<string, string>,
  { limit, costOf }: SelectionOptions,
): PlanDocument {
  if (limit === undefined) return plan;
  const runs = [...plan.changes].filter((change) => !left.has(change.address));
  const first = runs.filter((change) => change.kind === 'contact').slice(0, limit);
  const kept = withRequired(first, [...plan.changes], changesByAddress([...plan.changes]));
  if (kept.size === runs.length) return plan;
  const changes = [...plan.changes].filter((change) => kept.has(change) || left.has(change.address));
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
