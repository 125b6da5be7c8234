import type { ChangeResult, Outcome } from '../../types/result.ts';

/** Results that need attention for the same reason. */
export interface ResultSort {
  readonly outcome: Outcome;
  /** Takes only results that are (true) or are not (false) written in part. */
  readonly partly?: boolean;
  /** Takes only results that somebody else edited while they were written. */
  readonly edited?: true;
  readonly title: string;
  readonly isBad: boolean;
  /** What to do about it. */
  readonly next: string;
  /** What `interform explain` says more about. */
  readonly code?: string;
}

/** What needs attention, the worst first. No result is of two sorts. */
export const RESULT_SORTS: readonly ResultSort[] = [
  {
    outcome: 'failed',
    partly: false,
    title: 'Failed',
    isBad: true,
    next: 'Mend what the reason names, then run interform apply again: what is done is not done twice.',
    code: 'change-failed',
  },
  {
    outcome: 'failed',
    partly: true,
    title: 'Partly written',
    isBad: false,
    next: 'Run interform apply again: it does what is left of these.',
    code: 'change-partly-written',
  },
  {
    outcome: 'unknown',
    title: 'Unknown',
    isBad: true,
    next: 'These writes may have taken effect. Run interform apply again: it looks for them before it makes anything. Do not repeat them by hand before.',
    code: 'change-unknown',
  },
  {
    outcome: 'stale',
    title: 'Stale',
    isBad: false,
    next: 'Intercom changed after the plan was made; these were left alone. Run interform plan to see the change against the new values.',
    code: 'change-stale',
  },
  {
    outcome: 'skipped',
    title: 'Skipped: what they need was not done',
    isBad: false,
    next: 'The reason names what they need. Mend that first, then run interform apply again.',
  },
  {
    outcome: 'not_attempted',
    title: 'Not attempted',
    isBad: false,
    next: 'Run interform apply again: it plans only what is left, and does nothing twice.',
  },
  {
    outcome: 'done',
    edited: true,
    title: 'Edited meanwhile',
    isBad: false,
    next: 'Somebody else edited these while they were written: an edit of the written fields may have been overwritten. Ask whoever works with them, or look at their history in Intercom.',
    code: 'edited-meanwhile',
  },
];

/** The next step where none was reviewed: another apply would not attempt them either. */
const REVIEW =
  'The receipt does not hold these. Review the plan as it is now with interform plan --receipt FILE, then apply with that receipt.';

/** The place of a result's sort among RESULT_SORTS; -1 where it needs no attention. */
export function sortOf(result: ChangeResult): number {
  return RESULT_SORTS.findIndex(
    ({ outcome, partly, edited }) =>
      result.outcome === outcome &&
      (partly === undefined || partly === (result.partly === true)) &&
      (edited !== true || result.edited !== undefined),
  );
}

/** Whether another apply would not attempt it either, because it was not reviewed. */
export function isUnreviewed({ outcome, reason }: ChangeResult): boolean {
  return outcome === 'not_attempted' && reason !== undefined && /\bnot reviewed\b/.test(reason);
}

/** What to do about results of a sort. */
export function nextStep({ next }: ResultSort, areUnreviewed: boolean): string {
  return areUnreviewed ? REVIEW : next;
}
