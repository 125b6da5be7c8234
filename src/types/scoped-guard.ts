import type { Diagnostic } from './diagnostic.ts';
import { type LimitOrigins, raiseWords } from './limit-origin.ts';
import type { Guard, GuardVerb } from './plan.ts';

/** The code of the finding that a contact set or a team is over a limit of its own. */
export const SCOPED_GUARD = 'scoped-guard';

/** The summary of the finding, which `scopedWords` reads again: `create: contact set beta: 30 planned, at most 10 allowed`. */
export function scopedSummary(verb: string, words: string): string {
  return `${verb}: ${words}`;
}

/** The sets and teams that are over a limit of their own for this verb, in words. */
export function scopedWords(
  { verb }: Pick<Guard, 'verb'>,
  diagnostics: readonly Diagnostic[],
): readonly string[] {
  const prefix = scopedSummary(verb, '');
  return diagnostics.flatMap(({ code, summary }) =>
    code === SCOPED_GUARD && summary.startsWith(prefix) ? [summary.slice(prefix.length)] : [],
  );
}

/** Where the limits that are exceeded for this verb are written: `guards.sets.beta.max_create is 10 in interform.yaml:12`. */
export function scopedPlaces(
  { verb }: Pick<Guard, 'verb'>,
  diagnostics: readonly Diagnostic[],
): readonly string[] {
  return diagnostics.flatMap(({ code, summary, detail }) =>
    code === SCOPED_GUARD && summary.startsWith(scopedSummary(verb, '')) ? (detail ?? []) : [],
  );
}

/** Whether only sets or teams are over a limit, and the project's own limit is not exceeded. */
export function isOnlyScoped(guard: Guard, diagnostics: readonly Diagnostic[]): boolean {
  const { count, limit } = guard;
  return (limit === null || count <= limit) && scopedWords(guard, diagnostics).length > 0;
}

/** Where and how to raise the limit that blocks a verb, for every run. */
export function raisedWhere(
  guard: Guard & { readonly verb: GuardVerb },
  diagnostics: readonly Diagnostic[],
  origins: LimitOrigins,
): string {
  return isOnlyScoped(guard, diagnostics)
    ? `where the limit stands: ${scopedPlaces(guard, diagnostics).join('; ')}`
    : raiseWords(guard.verb, guard.count, origins.get(guard.verb));
}

/** `at most 10 allowed`, or which sets and teams are over their limits where the project's is not exceeded. */
export function allowedWords(guard: Guard, diagnostics: readonly Diagnostic[]): string {
  if (isOnlyScoped(guard, diagnostics))
    return `more than is allowed for ${scopedWords(guard, diagnostics).join('; ')}`;
  return guard.limit === null ? 'the limit cannot be evaluated' : `at most ${guard.limit} allowed`;
}
