import type { Diagnostic } from './diagnostic.ts';
import { type LimitOrigins, raiseWords } from './limit-origin.ts';
import type { Guard, GuardVerb } from './plan.ts';

/** The finding that a contact set or a team goes over a limit of its own. */
export const SCOPED_GUARD = 'scoped-guard';

/** `create: contact set beta: 30 planned, at most 10 allowed`. Read again by `scopedWords`. */
export function scopedSummary(verb: string, words: string): string {
  return `${verb}: ${words}`;
}

/** What the sets and teams that go over a limit of their own for this verb are said to do. */
export function scopedWords(
  { verb }: Pick<Guard, 'verb'>,
  diagnostics: readonly Diagnostic[],
): readonly string[] {
  const prefix = scopedSummary(verb, '');
  return diagnostics.flatMap(({ code, summary }) =>
    code === SCOPED_GUARD && summary.startsWith(prefix) ? [summary.slice(prefix.length)] : [],
  );
}

/** Where the limits stand that are over for this verb: `guards.sets.beta.max_create is 10 in interform.yaml:12`. */
export function scopedPlaces(
  { verb }: Pick<Guard, 'verb'>,
  diagnostics: readonly Diagnostic[],
): readonly string[] {
  return diagnostics.flatMap(({ code, summary, detail }) =>
    code === SCOPED_GUARD && summary.startsWith(scopedSummary(verb, '')) ? (detail ?? []) : [],
  );
}

/** Whether only sets or teams are over: the project's own limit would let it through. */
export function isOnlyScoped(guard: Guard, diagnostics: readonly Diagnostic[]): boolean {
  const { count, limit } = guard;
  return (limit === null || count <= limit) && scopedWords(guard, diagnostics).length > 0;
}

/** Where and how the limit that blocks a verb is raised for every run. */
export function raisedWhere(
  guard: Guard & { readonly verb: GuardVerb },
  diagnostics: readonly Diagnostic[],
  origins: LimitOrigins,
): string {
  return isOnlyScoped(guard, diagnostics)
    ? `where the limit stands: ${scopedPlaces(guard, diagnostics).join('; ')}`
    : raiseWords(guard.verb, guard.count, origins.get(guard.verb));
}

/** `at most 10 allowed`, or who is over where the limit of the project would let it through. */
export function allowedWords(guard: Guard, diagnostics: readonly Diagnostic[]): string {
  if (isOnlyScoped(guard, diagnostics))
    return `more than is allowed for ${scopedWords(guard, diagnostics).join('; ')}`;
  return guard.limit === null ? 'the limit cannot be evaluated' : `at most ${guard.limit} allowed`;
}
