import type { Diagnostic } from '../types/diagnostic.ts';
import type { Guard, PlanDocument } from '../types/plan.ts';
import { countOf } from './guard-counts.ts';

/**
 * Why a plan is blocked, as findings at the first change that counts: guards are no diagnostics of the document, and annotations
 * have nothing else to stand at. Empty for a plan that is not blocked.
 */
export function blockedFindings(
  plan: Pick<PlanDocument, 'guards' | 'changes' | 'left_out'>,
): readonly Diagnostic[] {
  return plan.guards.filter((guard) => guard.over).map((guard) => blockedFinding(guard, plan));
}

function blockedFinding(
  { verb, count, limit }: Guard,
  { changes, left_out = [] }: Pick<PlanDocument, 'changes' | 'left_out'>,
): Diagnostic {
  const base = { code: 'plan-blocked', severity: 'error' } as const;
  if (verb === 'incomplete_read')
    return {
      ...base,
      summary: 'the plan is blocked: fewer rows arrived than Intercom said there are',
      help: 'plan again; a search index that lags catches up within minutes',
    };
  const first = changes.find((change) => countOf(change, verb) > 0);
  const allowed = limit === null ? 'the limit cannot be evaluated' : `at most ${limit} allowed`;
  return {
    ...base,
    summary: `the plan is blocked: ${verb}: ${count} ${verb === 'skip' ? skippedWords(count) : 'planned'}, ${allowed}`,
    help: `allow it for one run with --allow ${verb}=${count}, or in interform.yaml with guards: { max_${verb}: ${count} }`,
    ...(first === undefined ? {} : { address: first.address }),
    ...(verb === 'skip' && left_out[0] !== undefined ? { file: left_out[0].source } : first?.source),
  };
}

function skippedWords(count: number): string {
  return count === 1 ? 'row left out' : 'rows left out';
}
