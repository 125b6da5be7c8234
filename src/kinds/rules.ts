import { RULES, type Rule, type RuleSet } from '../types/rules.ts';
import { kinds } from './index.ts';

/** The rule of this code; undefined where a project cannot change the severity of the finding. */
export function ruleOf(code: string): Rule | undefined {
  for (const rules of [RULES, ...kinds.map((kind) => kind.rules ?? {})])
    if (Object.hasOwn(rules, code)) return rules[code];
  return undefined;
}

/** All rules, in the order of their codes. */
export function allRules(): RuleSet {
  const rules = [RULES, ...kinds.map((kind) => kind.rules ?? {})].flatMap((own) => Object.entries(own));
  return Object.fromEntries(rules.sort(([a], [b]) => (a < b ? -1 : 1)));
}
