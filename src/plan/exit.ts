import type { PlanDocument } from '../types/plan.ts';

/** The exit code of `plan`: the first that applies (design 8). */
export function planExit(
  plan: Pick<PlanDocument, 'diagnostics' | 'guards' | 'changes'>,
  options: { readonly detailedExitcode: boolean },
): 0 | 1 | 2 | 5 {
  if (plan.diagnostics.some((diagnostic) => diagnostic.severity === 'error')) return 1;
  if (plan.guards.some((guard) => guard.over)) return 5;
  return options.detailedExitcode && plan.changes.length > 0 ? 2 : 0;
}
