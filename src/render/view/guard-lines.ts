import { type LimitOrigins, raiseWords } from '../../types/limit-origin.ts';
import type { Guard, PlanDocument } from '../../types/plan.ts';
import { isOnlyScoped, scopedPlaces, scopedWords } from '../../types/scoped-guard.ts';
import type { Look } from '../terminal/look.ts';
import { paintFor } from '../terminal/paint.ts';
import { counted, thousands } from '../words/counted.ts';
import { inert } from '../words/inert.ts';
import { BLOCKED_GLYPH } from './plan-words.ts';

interface GuardLook extends Look {
  /** What decides each limit, where that is known. */
  readonly origins?: LimitOrigins | undefined;
}

/** Each guard that is over its limit, with the exact words that allow it (DESIGN 6.4); empty when none is. */
export function guardLines(plan: PlanDocument, { color, origins }: GuardLook): string[] {
  const over = plan.guards.filter((guard) => guard.over);
  if (over.length === 0) return [];
  const paint = paintFor(color);
  return [
    paint('bold', paint('red', 'Blocked: nothing of this plan is applied')),
    ...over.flatMap((guard) => lines(guard, plan, origins)).map((line) => `  ${line}`),
  ];
}

function lines(guard: Guard, { diagnostics }: PlanDocument, origins: LimitOrigins | undefined): string[] {
  const verb = inert(guard.verb);
  if (guard.verb === 'incomplete_read') {
    return [
      `${BLOCKED_GLYPH} incomplete read: fewer rows arrived than Intercom said there are`,
      '    No allowance releases it. Plan again; a search index that lags catches up within minutes.',
    ];
  }
  const limit =
    guard.limit === null ? 'the limit cannot be evaluated' : `at most ${thousands(guard.limit)} allowed`;
  const what =
    guard.verb === 'skip' ? `${counted(guard.count, 'row')} left out` : `${thousands(guard.count)} planned`;
  const scoped = scopedWords(guard, diagnostics).map((words) => `    ${inert(words)}`);
  const allow = `    Allow it for this run: --allow ${verb}=${guard.count}`;
  if (isOnlyScoped(guard, diagnostics)) {
    return [
      `${BLOCKED_GLYPH} ${verb}: ${what}, more than a contact set or a team may have`,
      ...scoped,
      `${allow}, which counts for the whole plan`,
      ...scopedPlaces(guard, diagnostics).map((place) => `    Or for every run: ${inert(place)}`),
    ];
  }
  return [
    `${BLOCKED_GLYPH} ${verb}: ${what}, ${limit}`,
    ...(guard.verb === 'skip'
      ? ['    Look at the reject file first: one wrong format may be behind most of them.']
      : []),
    ...scoped,
    allow,
    `    Or for every run, ${inert(raiseWords(guard.verb, guard.count, origins?.get(guard.verb)))}`,
  ];
}
