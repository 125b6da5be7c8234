import { looksLikeEmail } from '../../../types/email-text.ts';
import type { Json } from '../../../types/json.ts';
import { isLikelySensitive } from '../sensitive-words.ts';
import type { Member } from './member.ts';

/** Whether values of the attribute are personal data, as declared or by its name: then no manifest quotes them. */
export function isPersonal({ audit, name }: Pick<Member, 'audit' | 'name'>): boolean {
  return audit?.sensitive === true || isLikelySensitive(name);
}

/** Whether a value says who somebody is, whatever the attribute: an email, or a phone number. */
export function tellsWho(value: Json): boolean {
  return typeof value === 'string' && (looksLikeEmail(value) || /^\+?[\d ()/.-]{7,}$/.test(value));
}
