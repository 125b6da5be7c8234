import { notAttempted } from '../apply/not-attempted.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { PlanDocument } from '../types/plan.ts';
import { OUTCOMES, RESULT_FORMAT, type ResultDocument } from '../types/result.ts';

/** Why a change has no other outcome where nothing else is known. */
export const NOT_APPLIED = 'the plan was not applied';
/** The exit code of a plan that a guard or an incomplete read blocks (DESIGN section 8). */
const BLOCKED = 5;

/** The result of an apply that stops after planning. `left`: why changes would not have been run anyway. */
export function unappliedResult(
  plan: PlanDocument,
  exit: number,
  diagnostics: readonly Diagnostic[],
  left: ReadonlyMap<string, string> = new Map(),
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
    results: plan.changes.flatMap((change) =>
      notAttempted([change], left.get(change.address) ?? NOT_APPLIED),
    ),
    diagnostics: exit === BLOCKED ? [...diagnostics, ...plan.guards.flatMap(guardFinding)] : diagnostics,
  };
}

/** Why a blocked plan is blocked; the plan says it, the result has to as well. */
function guardFinding({ verb, count, limit, over }: PlanDocument['guards'][number]): readonly Diagnostic[] {
  if (!over) return [];
  const help =
    verb === 'incomplete_read'
      ? 'plan again'
      : `apply with --allow ${verb}=${count}, or set max_${verb} in interform.yaml`;
  const detail = `${verb}: ${count} planned, at most ${limit ?? 0} allowed`;
  return [{ code: 'guard-over', severity: 'warning', summary: 'a guard blocks the plan', detail, help }];
}
