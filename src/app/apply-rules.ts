import { ruleOf } from '../kinds/rules.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { Rules } from '../types/rules.ts';

const SEVERITIES = { warn: 'warning', error: 'error' } as const;

/** Applies the project's `rules:` to diagnostics. Errors stay errors, except for the few that a rule may demote. */
export function applyRules(
  diagnostics: readonly Diagnostic[],
  rules: Rules | undefined,
): readonly Diagnostic[] {
  return diagnostics.flatMap((diagnostic) => {
    const rule = ruleOf(diagnostic.code);
    if (rule === undefined) return diagnostic;
    if (diagnostic.severity === 'error' && rule.demotable !== true) return diagnostic;
    const level = rules?.get(diagnostic.code) ?? (rule.default === 'off' ? 'off' : undefined);
    if (level === undefined) return diagnostic;
    return level === 'off' ? [] : { ...diagnostic, severity: SEVERITIES[level] };
  });
}
