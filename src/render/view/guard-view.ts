import { type LimitOrigins, raiseWords } from '../../types/limit-origin.ts';
import type { Guard, PlanDocument } from '../../types/plan.ts';
import { isOnlyScoped, scopedPlaces, scopedWords } from '../../types/scoped-guard.ts';
import { counted, thousands } from '../words/counted.ts';
import { inert } from '../words/inert.ts';

/** A guard that is over its limit, in words that are inert. */
export interface GuardView {
  /** `merge: 3 planned, at most 2 allowed`. */
  readonly head: string;
  /** Which sets or teams have too many, and the exact words that allow it (design 6.4). */
  readonly details: readonly string[];
}

export const BLOCKED_TITLE = 'Blocked: nothing of this plan is applied';

/** Each guard that is over its limit; `origins` tells what decides each limit, where that is known. */
export function guardsOver(
  { guards, diagnostics }: PlanDocument,
  origins: LimitOrigins | undefined,
): readonly GuardView[] {
  return guards
    .filter((guard) => guard.over)
    .map((guard) =>
      guard.verb === 'incomplete_read' ? INCOMPLETE : guardView(guard, guard.verb, { diagnostics, origins }),
    );
}

const INCOMPLETE: GuardView = {
  head: 'incomplete read: fewer rows arrived than Intercom said there are',
  details: ['No allowance releases it. Plan again; a search index that lags catches up within minutes.'],
};

function guardView(
  guard: Guard,
  verb: Exclude<Guard['verb'], 'incomplete_read'>,
  {
    diagnostics,
    origins,
  }: Pick<PlanDocument, 'diagnostics'> & { readonly origins: LimitOrigins | undefined },
): GuardView {
  const { count, limit } = guard;
  const named = inert(verb);
  const isSkip = verb === 'skip';
  const what = isSkip ? `${counted(count, 'row')} left out` : `${thousands(count)} planned`;
  const scoped = scopedWords(guard, diagnostics).map(inert);
  const allow = `Allow it for this run: --allow ${named}=${count}`;
  if (isOnlyScoped(guard, diagnostics)) {
    return {
      head: `${named}: ${what}, more than a contact set or a team may have`,
      details: [
        ...scoped,
        `${allow}, which counts for the whole plan`,
        ...scopedPlaces(guard, diagnostics).map((place) => `Or for every run: ${inert(place)}`),
      ],
    };
  }
  const most = limit === null ? 'the limit cannot be evaluated' : `at most ${thousands(limit)} allowed`;
  return {
    head: `${named}: ${what}, ${most}`,
    details: [
      ...(isSkip ? ['Look at the reject file first: one wrong format may be behind most of them.'] : []),
      ...scoped,
      allow,
      `Or for every run, ${inert(raiseWords(verb, count, origins?.get(verb)))}`,
    ],
  };
}
