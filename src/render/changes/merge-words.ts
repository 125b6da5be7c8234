/** Stands before what a doubtful pair has in common. */
export const CHECK = 'CHECK: ';

/** Who becomes part of whom; `shares` is empty where an earlier version saved the plan. */
export interface PairWords {
  readonly lead: string;
  readonly user: string;
  readonly shares: string;
  /** A phone is shared by families and offices: such a pair may be two people. */
  readonly isDoubtful: boolean;
}

/** `ada@acme.test → user customer-9001: CHECK: share only the phone`. */
export function pairText({ lead, user, shares, isDoubtful }: PairWords): string {
  const said = shares === '' ? '' : `: ${isDoubtful ? CHECK : ''}share ${shares}`;
  return `${lead} → ${user}${said}`;
}

/** `customer-9001` for `user customer-9001`: in a column of users the word says nothing. */
export function userName(user: string): string {
  return user.replace(/^user /, '');
}
