import { isOfSets } from '../../kinds/declared/sets.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { type Changes, type Cost, type GuardVerb, PLAN_FORMAT, type PlanDocument } from '../../types/plan.ts';
import { ChangeGraph, type Places } from '../change-graph.ts';
import { DigestTally } from '../digest.ts';
import { type Expectation, expectedChanges } from '../expected.ts';
import { ActionTally, chosenChanges } from '../file/written-changes.ts';
import type { ProjectLimits } from '../guards/limit.ts';
import { reevaluateGuards } from '../guards/reguard.ts';
import type { MaskSecret } from '../receipt/receipt.ts';

export interface SelectionOptions extends ProjectLimits {
  readonly expect?: Expectation | undefined;
  /** Checks keyed receipts and digests. */
  readonly secret?: MaskSecret;
  /** `--limit`: at most this many contact changes. */
  readonly limit?: number | undefined;
  readonly allowances: ReadonlyMap<GuardVerb, number>;
  /** Cost of running these changes, given the requests that planning made. */
  readonly costOf: (changes: Changes, reads: number) => Cost;
}

/** Which changes of a plan are run. */
export interface Selection {
  /** The plan to show and report. Its guards are evaluated for the changes that are run. */
  readonly plan: PlanDocument;
  /** Address → why this change of the plan is not run. */
  readonly left: ReadonlyMap<string, string>;
  /** Why nothing is run although there are changes: none of them was expected. */
  readonly refusal?: Diagnostic;
}

/**
 * Narrows a plan down to what may be run (design 6.2, 8). Only after everything is planned, so that nothing looks undeclared:
 *
 *     plan → --expect (what is left out is reported) → --limit (what is left out is no result) → guards of the rest
 *
 * plan and apply both call it: with the same state and the same `--limit` they show, save and run the same.
 */
export function selectChanges(plan: PlanDocument, options: SelectionOptions): Selection {
  const { expect, secret } = options;
  // A digest approves all changes or none, and may be that of the limited plan.
  const whole = expect?.form === 'digest' ? limitedPlan(plan, new Map(), options) : plan;
  const expected = expectedChanges(plan, { expect, secret, limited: whole.digest });
  const limited = limitedPlan(plan, expected.left, options);
  const runs = withoutLeft(limited.changes, expected.left);
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

/** Keeps the first `limit` contact changes that may be run, with what they require, and every change that is reported as not run. */
function limitedPlan(
  plan: PlanDocument,
  left: ReadonlyMap<string, string>,
  { limit, costOf }: SelectionOptions,
): PlanDocument {
  if (limit === undefined) return plan;
  const runs = new Uint8Array(plan.changes.length);
  const first = new Uint8Array(plan.changes.length);
  let [place, contacts] = [0, 0];
  for (const { address, kind } of plan.changes) {
    if (!left.has(address)) {
      runs[place] = 1;
      if (isOfSets(kind) && contacts++ < limit) first[place] = 1;
    }
    place += 1;
  }
  const { places: kept, order } = new ChangeGraph(plan.changes).withRequired(first);
  if (order.length === runs.filter((bit) => bit === 1).length) return plan;
  const changes = chosenChanges(
    plan.changes,
    kept.map((bit, at) => (bit === 1 || runs[at] === 0 ? 1 : 0)),
  );
  const [digest, actions] = [new DigestTally(), new ActionTally()];
  for (const change of changes) for (const tally of [digest, actions]) tally.take(change);
  const { intercom_version, workspace } = plan;
  // It is there only where something is deleted.
  const { delete: _, ...others } = plan.summary;
  return {
    ...plan,
    digest: digest.digest({ format: PLAN_FORMAT, workspace, intercom_version }),
    limited: true,
    summary: { ...others, ...actions.counts },
    cost: costOf(chosenChanges(plan.changes, kept), plan.cost.reads),
    changes,
  };
}

/** The changes that are run. `left`: address → why another one is not. */
export function withoutLeft(changes: Changes, left: ReadonlyMap<string, string>): Changes {
  if (left.size === 0) return changes;
  const runs: Places = new Uint8Array(changes.length);
  let place = 0;
  for (const { address } of changes) runs[place++] = left.has(address) ? 0 : 1;
  return chosenChanges(changes, runs);
}
