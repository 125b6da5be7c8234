import { ANY_LEVEL, type RuleSet, STRICTER } from '../../types/rules.ts';

export const contactRules: RuleSet = {
  'contact-without-external-id': { default: 'off', levels: ANY_LEVEL },
  'declared-later': { default: 'info', levels: ANY_LEVEL },
  'found-next-time': { default: 'warning', levels: STRICTER },
  'lead-external-id': { default: 'warning', levels: ANY_LEVEL },
  'lead-is-user': { default: 'warning', levels: ANY_LEVEL },
  'left-alone': { default: 'warning', levels: STRICTER },
  'prune-withheld': { default: 'warning', levels: STRICTER },
  'set-retired': { default: 'info', levels: ANY_LEVEL },
  'sets-disagree': { default: 'warning', levels: STRICTER },
  'several-matches': { default: 'warning', levels: STRICTER },
  'unknown-owner-tag': { default: 'info', levels: ANY_LEVEL },
  'user-beside-lead': { default: 'warning', levels: ANY_LEVEL },
};
