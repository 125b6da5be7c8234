import { type Change, isMembership } from '../../types/change.ts';

/** 1 where the field was true and becomes anything else: a person who unsubscribed would get emails again. */
export function resubscribes({ fields }: Change): number {
  const field = fields['unsubscribed_from_emails'];
  return field !== undefined && !isMembership(field) && field.before === true && field.after !== true ? 1 : 0;
}
