import type { Change } from '../../types/change.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { LimitOrigins } from '../../types/limit-origin.ts';
import type { Guard, PlanDocument } from '../../types/plan.ts';
import { allowedWords, raisedWhere } from '../../types/scoped-guard.ts';
import { guardCount } from './guard-counts.ts';

/**
 * Why a plan is blocked, as diagnostics at the first change that each guard counts. The document keeps guards apart from its
 * diagnostics, but annotations of code need a diagnostic with a place. Empty for a plan that is not blocked.
 */
export function blockedFindings(plan: Blocked, origins: LimitOrigins = new Map()): readonly Diagnostic[] {
  const over = plan.guards.filter((guard) => guard.over);
  if (over.length === 0) return [];
  const firsts = firstChanges(plan.changes, over);
  return over.map((guard) => blockedFinding(guard, firsts.get(guard), plan, origins));
}

/** The first change that each guard counts. */
function firstChanges(changes: Blocked['changes'], guards: readonly Guard[]): ReadonlyMap<Guard, Change> {
  const firsts = new Map<Guard, Change>();
  // These two count rows, not changes.
  const wanted = new Set(guards.filter(({ verb }) => verb !== 'incomplete_read' && verb !== 'skip'));
  for (const change of changes) {
    if (wanted.size === 0) break;
    for (const guard of wanted) {
      if (guard.verb === 'incomplete_read' || guardCount(change, guard.verb) === 0) continue;
      firsts.set(guard, change);
      wanted.delete(guard);
    }
  }
  return firsts;
}

type Blocked = Pick<PlanDocument, 'guards' | 'changes' | 'left_out' | 'diagnostics'>;

function blockedFinding(
  guard: Guard,
  first: Change | undefined,
  { diagnostics, left_out = [] }: Omit<Blocked, 'changes'>,
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
