import type { Severity } from './diagnostic.ts';

/** What a project makes of a finding. */
export type RuleLevel = 'off' | 'warn' | 'error';

/** Code of a rule → its level in this project; what is not in it keeps its default. */
export type Rules = ReadonlyMap<string, RuleLevel>;

export interface Rule {
  /** What it is without a word in the project file; `off`: looked for only where the project says so. */
  readonly default: Exclude<Severity, 'error'> | 'off' | 'error';
  /** What the project may make of it. */
  readonly levels: readonly RuleLevel[];
  /** True where its finding may be an error by itself that a project can make a warning. */
  readonly demotable?: true;
  /** What is found, in a sentence for editors: of rules that the schema of the project file does not list yet. */
  readonly description?: string;
}

/** Code → rule. */
export type RuleSet = Readonly<Record<string, Rule>>;

export const ANY_LEVEL: readonly RuleLevel[] = ['off', 'warn', 'error'];
/** Says that something was held back or left out: it may be made STRICTER, never silent. */
export const STRICTER: readonly RuleLevel[] = ['warn', 'error'];

/**
 * Findings that a project may turn off, to a warning or to an error with `rules:`. Errors are not among them: they keep from
 * the workspace what would damage it or what Intercom refuses. The exceptions are `attribute-name-length` and `id-too-long`,
 * where the limit is hearsay (intercom 3.4). A finding of one of the others that is an error by itself stays one.
 * These are the rules that no kind has for itself.
 */
export const RULES: RuleSet = {
  'anonymous-rows': { default: 'info', levels: ANY_LEVEL },
  'blank-word': { default: 'info', levels: ANY_LEVEL },
  'doubtful-phone': { default: 'warning', levels: ANY_LEVEL },
  'dot-env-line': { default: 'warning', levels: ANY_LEVEL },
  'dot-env-name': { default: 'warning', levels: ANY_LEVEL },
  'dropped-columns': { default: 'info', levels: ANY_LEVEL },
  'duplicate-header': { default: 'warning', levels: ANY_LEVEL },
  'empty-header': { default: 'warning', levels: ANY_LEVEL },
  'empty-manifests': { default: 'warning', levels: ANY_LEVEL },
  'formula-cell': { default: 'warning', levels: ANY_LEVEL },
  'guarded-cell': { default: 'warning', levels: ANY_LEVEL },
  // A guide states the limit for other objects.
  'id-too-long': { default: 'error', levels: STRICTER, demotable: true },
  'no-recent-store': { default: 'warning', levels: ANY_LEVEL },
  'no-store': { default: 'info', levels: ANY_LEVEL },
  'revision-drops-options': { default: 'warning', levels: ANY_LEVEL },
  'revision-overrides': { default: 'warning', levels: ANY_LEVEL },
  'undeclared-attribute': { default: 'warning', levels: ANY_LEVEL },
  'unknown-company': { default: 'warning', levels: ANY_LEVEL },
  'unknown-tag': { default: 'warning', levels: ANY_LEVEL },
  'unused-columns': { default: 'info', levels: ANY_LEVEL },
  'unused-variable': { default: 'warning', levels: ANY_LEVEL },
  'unwrapped-email': { default: 'warning', levels: ANY_LEVEL },
  'variable-elsewhere': { default: 'warning', levels: ANY_LEVEL },
};
