import { type Change, isMembership } from '../../types/change.ts';

/** 1 where anything but true stands after true: a person who said no would be written to again. */
export function resubscribes({ fields }: Change): number {
  const field = fields['unsubscribed_from_emails'];
  return field !== undefined && !isMembership(field) && field.before === true && field.after !== true ? 1 : 0;
}
