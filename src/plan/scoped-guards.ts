import { addressSegments } from '../types/address.ts';
import type { Change } from '../types/change.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { environmentWords } from '../types/limit-origin.ts';
import { spot } from '../types/place.ts';
import { GUARD_VERBS, type GuardVerb } from '../types/plan.ts';
import type { GuardLimits } from '../types/project.ts';
import { SCOPED_GUARD, scopedSummary } from '../types/scoped-guard.ts';
import { detachWithin } from './detach-share.ts';
import { countOf } from './guard-counts.ts';
import { configured, fileOrigin, type ProjectLimits, parseLimit } from './limit.ts';

interface ScopedSettings extends ProjectLimits {
  readonly allowances: ReadonlyMap<GuardVerb, number>;
  /** Contact set → its live members. */
  readonly members: ReadonlyMap<string, number>;
}

interface Scope {
  readonly of: 'sets' | 'owners';
  readonly name: string;
  readonly limits: GuardLimits;
}

/**
 * Limits of contact sets and teams, held against the changes that count for them: what `--allow` lets through is let through here too,
 * and a limit that cannot be read is over (law 9). Returns a verb for each finding.
 *
 *     a change counts for   every contact set of its addresses, and the set that it takes somebody out of
 *                           every team whose manifests are behind it
 */
export function scopedVerdict(
  changes: readonly Change[],
  settings: ScopedSettings,
): { readonly over: ReadonlySet<GuardVerb>; readonly diagnostics: readonly Diagnostic[] } {
  const over = new Set<GuardVerb>();
  const diagnostics: Diagnostic[] = [];
  for (const scope of scopesOf(settings)) {
    const own = changes.filter((change) => isOf(change, scope));
    for (const verb of GUARD_VERBS) {
      const written = configured(verb, scope.limits);
      if (written === undefined || settings.allowances.has(verb)) continue;
      const exceeded = exceededBy(verb, written, { scope, own, settings });
      if (exceeded === undefined) continue;
      over.add(verb);
      const total = changes.reduce((sum, change) => sum + countOf(change, verb), 0);
      diagnostics.push(overScope(verb, { scope, written, exceeded, total, settings }));
    }
  }
  return { over, diagnostics };
}

function scopesOf({ scoped }: ScopedSettings): readonly Scope[] {
  const all = (of: Scope['of']) =>
    [...(scoped?.[of] ?? [])].map(([name, limits]): Scope => ({ of, name, limits }));
  return [...all('sets'), ...all('owners')];
}

function isOf(change: Change, { of, name }: Scope): boolean {
  if (of === 'owners') return change.context?.owners?.includes(name) === true;
  if (change.context?.set === name) return true;
  return [change.address, ...change.also].some((address) => {
    const [kind, set] = addressSegments(address);
    return kind === 'contact' && set === name;
  });
}

interface Held {
  readonly scope: Scope;
  readonly own: readonly Change[];
  readonly settings: ScopedSettings;
}

/** `30 planned, at most 10 allowed`; undefined where it is not over. */
function exceededBy(
  verb: GuardVerb,
  written: number | string,
  { scope, own, settings }: Held,
): string | undefined {
  const limit = parseLimit(verb, written);
  const count = own.reduce((sum, change) => sum + countOf(change, verb), 0);
  switch (limit.form) {
    case 'none':
      return undefined;
    case 'number':
      return count > limit.value ? `${count} planned, at most ${limit.value} allowed` : undefined;
    case 'percent': {
      // Members are counted for the set that answers for a detach.
      const answering =
        scope.of === 'sets' ? own.filter((change) => change.context?.set === scope.name) : own;
      const within = detachWithin(answering, limit.value, settings.members);
      const [worst] = within.diagnostics;
      if (!within.over || worst === undefined) return undefined;
      const taken = answering.reduce((sum, change) => sum + countOf(change, verb), 0);
      return `${taken} planned, at most ${within.allowed} allowed by ${limit.value}%`;
    }
    case 'unreadable':
      return `${count} planned, and ${JSON.stringify(limit.text)} is no limit`;
  }
}

interface Over {
  readonly scope: Scope;
  readonly written: number | string;
  readonly exceeded: string;
  /** Of the whole plan, which is what an allowance is about. */
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
