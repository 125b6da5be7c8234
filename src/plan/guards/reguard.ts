import type { PlanDocument } from '../../types/plan.ts';
import { evaluateGuards, GUARD_CODES, type GuardSettings } from './guards.ts';

/**
 * The plan with its guards evaluated again, as apply does for a loaded plan (design 6.4: a stored result is never trusted). The
 * count of incomplete reads is kept: it says how the plan was made, and cannot be evaluated later.
 */
export function reevaluateGuards(
  plan: PlanDocument,
  settings: Omit<GuardSettings, 'incompleteReads' | 'members' | 'leftOut'>,
): PlanDocument {
  const stored = plan.guards.find((guard) => guard.verb === 'incomplete_read');
  const verdict = evaluateGuards(plan.changes, {
    ...settings,
    // A set that is missing here is over (law 9).
    members: new Map(Object.entries(plan.members ?? {})),
    leftOut: plan.left_out,
    incompleteReads: stored?.count ?? 0,
  });
  const others = plan.diagnostics.filter((diagnostic) => !GUARD_CODES.has(diagnostic.code));
  return {
    ...plan,
    summary: { ...plan.summary, blocked: verdict.blocked },
    guards: verdict.guards,
    diagnostics: [...others, ...verdict.diagnostics],
  };
}
