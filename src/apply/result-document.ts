import type { RequestCounts } from '../types/intercom.ts';
import type { PlanDocument } from '../types/plan.ts';
import { RESULT_FORMAT, type ResultDocument } from '../types/result.ts';
import type { Applied } from './apply-plan.ts';
import { applyExit } from './exit.ts';
import { tallyOf } from './tally.ts';

export interface ResultInput {
  readonly plan: PlanDocument;
  readonly applied: Pick<Applied, 'results' | 'diagnostics' | 'wrote' | 'interrupted' | 'bulk'> & {
    readonly refused?: boolean;
  };
  /** Requests of the whole command, including those of planning. */
  readonly requests: RequestCounts;
  /** `--expect` left changes of the plan out. */
  readonly unexpected?: boolean;
}

/** The result of an apply (design 6.1) with its exit code. The diagnostics of the plan come first. */
export function resultDocument({ plan, applied, requests, unexpected = false }: ResultInput): ResultDocument {
  const summary = tallyOf(applied.results);
  return {
    format: RESULT_FORMAT,
    workspace: plan.workspace,
    digest: plan.digest,
    exit: applyExit({ plan, ...applied, tally: summary, unexpected }),
    ...(plan.limited === true ? { limited: true as const } : {}),
    summary,
    requests,
    ...(applied.bulk === undefined ? {} : { bulk: applied.bulk }),
    results: applied.results,
    diagnostics: [...plan.diagnostics, ...applied.diagnostics],
  };
}
