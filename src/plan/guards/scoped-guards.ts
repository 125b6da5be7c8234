import type { Diagnostic } from '../../types/diagnostic.ts';
import { environmentWords } from '../../types/limit-origin.ts';
import { spot } from '../../types/place.ts';
import { GUARD_VERBS, type GuardVerb } from '../../types/plan.ts';
import { SCOPED_GUARD, scopedSummary } from '../../types/scoped-guard.ts';
import { detachWithin } from './detach-share.ts';
import type { GuardTally, ScopeTally } from './guard-tally.ts';
import { configured, fileOrigin, type ProjectLimits, parseLimit } from './limit.ts';

interface ScopedSettings extends ProjectLimits {
  readonly allowances: ReadonlyMap<GuardVerb, number>;
  /** Contact set → its live members. */
  readonly members: ReadonlyMap<string, number>;
}

/**
 * Evaluates the limits of contact sets and teams against the changes that count for them. `--allow` for a verb switches these
 * limits off as well. A limit that cannot be read is over (law 9). `over` has the verb of each diagnostic.
 */
export function scopedVerdict(
  tally: GuardTally,
  settings: ScopedSettings,
): { readonly over: ReadonlySet<GuardVerb>; readonly diagnostics: readonly Diagnostic[] } {
  const over = new Set<GuardVerb>();
  const diagnostics: Diagnostic[] = [];
  for (const scope of tally.scopes) {
    for (const verb of GUARD_VERBS) {
      const written = configured(verb, scope.limits);
      if (written === undefined || settings.allowances.has(verb)) continue;
      const exceeded = exceededBy(verb, written, scope, settings.members);
      if (exceeded === undefined) continue;
      over.add(verb);
      diagnostics.push(overScope(verb, { scope, written, exceeded, total: tally.counts[verb], settings }));
    }
  }
  return { over, diagnostics };
}

/** `30 planned, at most 10 allowed`; undefined where the scope is within its limit. */
function exceededBy(
  verb: GuardVerb,
  written: number | string,
  scope: ScopeTally,
  members: ReadonlyMap<string, number>,
): string | undefined {
  const limit = parseLimit(verb, written);
  const count = scope.counts[verb];
  switch (limit.form) {
    case 'none':
      return undefined;
    case 'number':
      return count > limit.value ? `${count} planned, at most ${limit.value} allowed` : undefined;
    case 'percent': {
      const within = detachWithin(scope.detached, limit.value, members);
      const [worst] = within.diagnostics;
      if (!within.over || worst === undefined) return undefined;
      const taken = [...scope.detached.values()].reduce((sum, one) => sum + one, 0);
      return `${taken} planned, at most ${within.allowed} allowed by ${limit.value}%`;
    }
    case 'unreadable':
      return `${count} planned, and ${JSON.stringify(limit.text)} is no limit`;
  }
}

interface Over {
  readonly scope: ScopeTally;
  readonly written: number | string;
  readonly exceeded: string;
  /** Count of the whole plan, which is the number that `--allow` needs. */
  readonly total: number;
  readonly settings: ScopedSettings;
}

function overScope(verb: GuardVerb, { scope, written, exceeded, total, settings }: Over): Diagnostic {
  const path = ['guards', scope.of, scope.name, `max_${verb}`];
  const origin = fileOrigin(written, path, settings.written);
  const who = `${scope.of === 'sets' ? 'contact set' : 'team'} ${scope.name}`;
  const where = origin === undefined ? '' : ` in ${spot(origin.place)}${environmentWords(origin)}`;
  return {
    code: SCOPED_GUARD,
    severity: 'warning',
    summary: scopedSummary(verb, `${who}: ${exceeded}`),
    detail: `guards.${scope.of}.${scope.name}.max_${verb} is ${written}${where}`,
    help: `--allow ${verb}=${total} replaces the limits of the project, its sets and its teams for this run; or raise the limit${where}`,
    ...origin?.place,
  };
}
