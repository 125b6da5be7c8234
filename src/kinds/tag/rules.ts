import { ANY_LEVEL, type RuleSet } from '../../types/rules.ts';

export const tagRules: RuleSet = {
  'tag-near-equal': { default: 'warning', levels: ANY_LEVEL },
};
