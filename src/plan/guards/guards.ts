import { assertNever } from '../../types/assert-never.ts';
import type { Change } from '../../types/change.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { raiseWords } from '../../types/limit-origin.ts';
import { GUARD_VERBS, type Guard, type GuardVerb, type LeftOut } from '../../types/plan.ts';
import { SCOPED_GUARD } from '../../types/scoped-guard.ts';
import { detachWithin } from './detach-share.ts';
import { type GuardTally, tallyGuards } from './guard-tally.ts';
import { limitOf, limitOrigins, type ProjectLimits, takesPercent } from './limit.ts';
import { scopedVerdict } from './scoped-guards.ts';
import { countLeftOut, skipWithin } from './skip-share.ts';

/** Codes of the diagnostics that evaluating guards produces. */
export const GUARD_CODES: ReadonlySet<string> = new Set([
  'unreadable-guard',
  'detach-share',
  'skip-share',
  SCOPED_GUARD,
]);

export interface GuardSettings extends ProjectLimits {
  /** `--allow verb=N`: replaces the limit of the project and those of its sets and teams for this run. */
  readonly allowances: ReadonlyMap<GuardVerb, number>;
  /** Contact set → its live members: live contacts that it declares or that carry its owner tag. */
  readonly members: ReadonlyMap<string, number>;
  /** Rows that were left out, by source; absent where there are none. */
  readonly leftOut?: readonly LeftOut[] | undefined;
  /** How many reads brought fewer rows than Intercom said there are (law 10). */
  readonly incompleteReads: number;
}

/** The result of evaluating all guards. */
export interface GuardVerdict {
  /** One for each verb, in the order of GUARD_VERBS; `delete` only where something is deleted. `incomplete_read` is last, and only there when a read was incomplete. */
  readonly guards: readonly Guard[];
  /** How many changes count for a verb that is over its limit. */
  readonly blocked: number;
  /** Limits that could not be evaluated, and sets and teams that are over a limit of their own. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The diagnostics of the guard `skip` alone, which can be evaluated before anything live is read. */
export function skipFindings(
  leftOut: readonly LeftOut[],
  settings: Pick<GuardSettings, 'limits' | 'allowances'>,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const nothing = { ...settings, leftOut, members: new Map(), incompleteReads: 0 };
  evaluate('skip', countLeftOut(leftOut), tallyGuards([]), nothing, found);
  return found;
}

/** Compares what the changes count with the limits. What cannot be evaluated is over (law 9). */
export function evaluateGuards(changes: Iterable<Change>, settings: GuardSettings): GuardVerdict {
  return guardVerdict(tallyGuards(changes, settings.scoped), settings);
}

/** The same for changes that are already counted, with the scopes of these settings. */
export function guardVerdict(tally: GuardTally, settings: GuardSettings): GuardVerdict {
  const counts = { ...tally.counts, skip: countLeftOut(settings.leftOut ?? []) };
  const diagnostics: Diagnostic[] = [];
  const scoped = scopedVerdict(tally, settings);
  const guards: Guard[] = GUARD_VERBS.map((verb) => {
    const guard = evaluate(verb, counts[verb], tally, settings, diagnostics);
    return scoped.over.has(verb) ? { ...guard, over: true } : guard;
  });
  diagnostics.push(...scoped.diagnostics);
  const over = new Set(guards.filter((guard) => guard.over).map((guard) => guard.verb));
  const blocked = tally.with(GUARD_VERBS.filter((verb) => over.has(verb)));
  const shown = guards.filter(({ verb, count, over }) => verb !== 'delete' || count !== 0 || over);
  // Not `> 0`: a count of NaN has to block too.
  if (!(settings.incompleteReads <= 0)) {
    shown.push({ verb: 'incomplete_read', count: settings.incompleteReads, limit: 0, over: true });
  }
  return { guards: shown, blocked, diagnostics };
}

function evaluate(
  verb: GuardVerb,
  count: number,
  tally: GuardTally,
  settings: GuardSettings,
  diagnostics: Diagnostic[],
): Guard {
  const limit = limitOf(verb, settings);
  switch (limit.form) {
    case 'none':
      return { verb, count, limit: null, over: false };
    case 'number':
      return { verb, count, limit: limit.value, over: count > limit.value };
    case 'percent': {
      if (count === 0) return { verb, count, limit: null, over: false };
      const within =
        verb === 'skip'
          ? skipWithin(settings.leftOut ?? [], limit.value)
          : detachWithin(tally.detached, limit.value, settings.members);
      diagnostics.push(...within.diagnostics.map((one) => withPlace(one, verb, { count, settings })));
      return { verb, count, limit: within.allowed, over: within.over };
    }
    case 'unreadable':
      diagnostics.push(unreadable(verb, limit.text));
      return { verb, count, limit: 0, over: true };
    default:
      return assertNever(limit);
  }
}

/** Adds to the help in which place the percentage is written. */
function withPlace(
  finding: Diagnostic,
  verb: GuardVerb,
  { count, settings }: { readonly count: number; readonly settings: GuardSettings },
): Diagnostic {
  if (settings.written === undefined) return finding;
  const raise = raiseWords(verb, count, limitOrigins(settings).get(verb));
  return { ...finding, help: `${finding.help ?? ''}; or for every run ${raise}` };
}

function unreadable(verb: GuardVerb, text: string): Diagnostic {
  const percent = takesPercent(verb) ? ', or a percentage such as 5%' : '';
  return {
    code: 'unreadable-guard',
    severity: 'error',
    summary: `guards.max_${verb} cannot be evaluated, so nothing may be applied`,
    detail: `${JSON.stringify(text)} is not a limit`,
    help: `write a whole number from 0 on${percent}`,
  };
}
