import { notAttempted } from '../apply/not-attempted.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { LimitOrigins } from '../types/limit-origin.ts';
import type { PlanDocument } from '../types/plan.ts';
import { OUTCOMES, RESULT_FORMAT, type ResultDocument } from '../types/result.ts';
import { allowedWords, raisedWhere } from '../types/scoped-guard.ts';

/** The reason of a result where nothing more is known. */
const NOT_APPLIED = 'the plan was not applied';
/** The exit code of a plan that is blocked by a guard or an incomplete read (design 8). */
const BLOCKED = 5;

interface Unapplied {
  /** Address → why this change would not have been run anyway. */
  readonly left?: ReadonlyMap<string, string> | undefined;
  /** Where the limit of each guard comes from. */
  readonly origins?: LimitOrigins | undefined;
}

/** The result of an apply that stops after planning. */
export function unappliedResult(
  plan: PlanDocument,
  exit: number,
  diagnostics: readonly Diagnostic[],
  { left = new Map(), origins = new Map() }: Unapplied = {},
): ResultDocument {
  const summary = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as ResultDocument['summary']; // Every outcome is a key.
  return {
    format: RESULT_FORMAT,
    workspace: plan.workspace,
    digest: plan.digest,
    exit,
    summary: { ...summary, not_attempted: plan.changes.length },
    requests: { reads: plan.cost.reads, writes: 0, retried: 0 },
    ...(plan.limited === true ? { limited: true as const } : {}),
    results: notAttempted(plan.changes, ({ address }) => left.get(address) ?? NOT_APPLIED),
    diagnostics: exit === BLOCKED ? [...diagnostics, ...guardFindings(plan, origins)] : diagnostics,
  };
}

/** Why a blocked plan is blocked. The result repeats it from the plan. */
function guardFindings({ guards, diagnostics }: PlanDocument, origins: LimitOrigins): readonly Diagnostic[] {
  return guards.flatMap((guard): readonly Diagnostic[] => {
    const { verb, count, over } = guard;
    if (!over) return [];
    const help =
      verb === 'incomplete_read'
        ? 'plan again'
        : `apply with --allow ${verb}=${count}, or for every run ${raisedWhere({ ...guard, verb }, diagnostics, origins)}`;
    const detail = `${verb}: ${count} planned, ${allowedWords(guard, diagnostics)}`;
    return [{ code: 'guard-over', severity: 'warning', summary: 'a guard blocks the plan', detail, help }];
  });
}
