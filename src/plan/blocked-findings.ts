import type { Diagnostic } from '../types/diagnostic.ts';
import type { LimitOrigins } from '../types/limit-origin.ts';
import type { Guard, PlanDocument } from '../types/plan.ts';
import { allowedWords, raisedWhere } from '../types/scoped-guard.ts';
import { countOf } from './guard-counts.ts';

/**
 * Why a plan is blocked, as findings at the first change that counts: guards are no diagnostics of the document, and annotations
 * have nothing else to stand at. Empty for a plan that is not blocked.
 */
export function blockedFindings(plan: Blocked, origins: LimitOrigins = new Map()): readonly Diagnostic[] {
  return plan.guards.filter((guard) => guard.over).map((guard) => blockedFinding(guard, plan, origins));
}

type Blocked = Pick<PlanDocument, 'guards' | 'changes' | 'left_out' | 'diagnostics'>;

function blockedFinding(
  guard: Guard,
  { changes, diagnostics, left_out = [] }: Blocked,
  origins: LimitOrigins,
): Diagnostic {
  const { verb, count } = guard;
  const base = { code: 'plan-blocked', severity: 'error' } as const;
  if (verb === 'incomplete_read')
    return {
      ...base,
      summary: 'the plan is blocked: fewer rows arrived than Intercom said there are',
      help: 'plan again; a search index that lags catches up within minutes',
    };
  const first = [...changes].find((change) => countOf(change, verb) > 0);
  const allowed = allowedWords(guard, diagnostics);
  const raise = raisedWhere({ ...guard, verb }, diagnostics, origins);
  return {
    ...base,
    summary: `the plan is blocked: ${verb}: ${count} ${verb === 'skip' ? skippedWords(count) : 'planned'}, ${allowed}`,
    help: `allow it for one run with --allow ${verb}=${count}, or for every run ${raise}`,
    ...(first === undefined ? {} : { address: first.address }),
    ...(verb === 'skip' && left_out[0] !== undefined ? { file: left_out[0].source } : first?.source),
  };
}

function skippedWords(count: number): string {
  return count === 1 ? 'row left out' : 'rows left out';
}
