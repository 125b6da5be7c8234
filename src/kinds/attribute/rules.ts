import { ANY_LEVEL, type RuleSet, STRICTER } from '../../types/rules.ts';

export const attributeRules: RuleSet = {
  'attribute-cap': { default: 'warning', levels: ANY_LEVEL },
  'attribute-name-length': { default: 'warning', levels: STRICTER, demotable: true },
  'attribute-near-equal': { default: 'warning', levels: ANY_LEVEL },
  'attribute-without-description': { default: 'off', levels: ANY_LEVEL },
};
