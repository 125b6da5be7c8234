import type { Severity } from './diagnostic.ts';

/** The level that a project gives to a finding. */
export type RuleLevel = 'off' | 'warn' | 'error';

/** Code of a rule → its level in this project; a rule that is not in it keeps its default. */
export type Rules = ReadonlyMap<string, RuleLevel>;

export interface Rule {
  /** The level without a setting in the project file; `off`: it is looked for only where the project asks for it. */
  readonly default: Exclude<Severity, 'error'> | 'off' | 'error';
  /** The levels that the project may choose. */
  readonly levels: readonly RuleLevel[];
  /** True where the finding may itself be an error that a project can make a warning. */
  readonly demotable?: true;
  /** What is found, in a sentence for editors; only for rules that the schema of the project file does not list yet. */
  readonly description?: string;
}

/** Code → rule. */
export type RuleSet = Readonly<Record<string, Rule>>;

export const ANY_LEVEL: readonly RuleLevel[] = ['off', 'warn', 'error'];
/** For rules that say that something was held back or left out: they may be made stricter, never silent. */
export const STRICTER: readonly RuleLevel[] = ['warn', 'error'];

/**
 * The rules that belong to no kind: findings that a project may turn off, to a warning or to an error with `rules:`. Other
 * errors are not rules: they keep from the workspace what would damage it or what Intercom refuses. The exceptions are
 * `attribute-name-length` and `id-too-long`, where the limit is hearsay (intercom 3.4). A finding of any other rule that is
 * an error by itself stays one.
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
  'option-near-equal': { default: 'warning', levels: ANY_LEVEL },
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
