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
}

const anyLevel: readonly RuleLevel[] = ['off', 'warn', 'error'];
/** Says that something was held back or left out: it may be made stricter, never silent. */
const stricter: readonly RuleLevel[] = ['warn', 'error'];

/**
 * Findings that a project may turn off, to a warning or to an error with `rules:`. Errors are not among them: they keep from
 * the workspace what would damage it or what Intercom refuses. The exceptions are `attribute-name-length` and `id-too-long`,
 * where the limit is hearsay (api.md 3.4). A finding of one of these codes that is an error by itself stays one.
 */
export const RULES: Readonly<Record<string, Rule>> = {
  'anonymous-rows': { default: 'info', levels: anyLevel },
  'attribute-cap': { default: 'warning', levels: anyLevel },
  'attribute-name-length': { default: 'warning', levels: stricter },
  'attribute-near-equal': { default: 'warning', levels: anyLevel },
  'attribute-without-description': { default: 'off', levels: anyLevel },
  'blank-word': { default: 'info', levels: anyLevel },
  'contact-without-external-id': { default: 'off', levels: anyLevel },
  'declared-later': { default: 'info', levels: anyLevel },
  'doubtful-phone': { default: 'warning', levels: anyLevel },
  'dot-env-line': { default: 'warning', levels: anyLevel },
  'dot-env-name': { default: 'warning', levels: anyLevel },
  'dropped-columns': { default: 'info', levels: anyLevel },
  'duplicate-header': { default: 'warning', levels: anyLevel },
  'empty-header': { default: 'warning', levels: anyLevel },
  'empty-manifests': { default: 'warning', levels: anyLevel },
  'formula-cell': { default: 'warning', levels: anyLevel },
  'found-next-time': { default: 'warning', levels: stricter },
  'guarded-cell': { default: 'warning', levels: anyLevel },
  // A guide states the limit for other objects.
  'id-too-long': { default: 'error', levels: stricter },
  'lead-external-id': { default: 'warning', levels: anyLevel },
  'lead-is-user': { default: 'warning', levels: anyLevel },
  'left-alone': { default: 'warning', levels: stricter },
  'no-recent-store': { default: 'warning', levels: anyLevel },
  'no-store': { default: 'info', levels: anyLevel },
  'option-near-equal': { default: 'warning', levels: anyLevel },
  'prune-withheld': { default: 'warning', levels: stricter },
  'revision-drops-options': { default: 'warning', levels: anyLevel },
  'revision-overrides': { default: 'warning', levels: anyLevel },
  'set-retired': { default: 'info', levels: anyLevel },
  'sets-disagree': { default: 'warning', levels: stricter },
  'several-matches': { default: 'warning', levels: stricter },
  'tag-near-equal': { default: 'warning', levels: anyLevel },
  'undeclared-attribute': { default: 'warning', levels: anyLevel },
  'unknown-company': { default: 'warning', levels: anyLevel },
  'unknown-owner-tag': { default: 'info', levels: anyLevel },
  'unknown-tag': { default: 'warning', levels: anyLevel },
  'unused-columns': { default: 'info', levels: anyLevel },
  'unused-variable': { default: 'warning', levels: anyLevel },
  'unwrapped-email': { default: 'warning', levels: anyLevel },
  'user-beside-lead': { default: 'warning', levels: anyLevel },
  'variable-elsewhere': { default: 'warning', levels: anyLevel },
};

/** Rules whose finding may be an error by itself that a project can make a warning. */
export const DEMOTABLE: ReadonlySet<string> = new Set(['attribute-name-length', 'id-too-long']);
