import type { Guard, PlanDocument } from '../types/plan.ts';
import { counted, thousands } from './counted.ts';
import { inert } from './inert.ts';
import type { Look } from './look.ts';
import { paintFor } from './paint.ts';
import { BLOCKED_GLYPH } from './plan-words.ts';

/** Each guard that is over its limit, with the exact words that allow it (DESIGN 6.4); empty when none is. */
export function guardLines(plan: PlanDocument, look: Look): string[] {
  const over = plan.guards.filter((guard) => guard.over);
  if (over.length === 0) return [];
  const paint = paintFor(look.color);
  return [
    paint('bold', paint('red', 'Blocked: nothing of this plan is applied')),
    ...over.flatMap((guard) => lines(guard)).map((line) => `  ${line}`),
  ];
}

function lines(guard: Guard): string[] {
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
  return [
    `${BLOCKED_GLYPH} ${verb}: ${what}, ${limit}`,
    ...(guard.verb === 'skip'
      ? ['    Look at the reject file first: one wrong format may be behind most of them.']
      : []),
    `    Allow it for this run: --allow ${verb}=${guard.count}`,
    `    Or for every run, in interform.yaml: guards: { max_${verb}: ${guard.count} }`,
  ];
}
