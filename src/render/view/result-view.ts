import type { Json } from '../../types/json.ts';
import { type ChangeResult, OUTCOMES, type Outcome, type ResultDocument } from '../../types/result.ts';
import { counted, thousands } from '../words/counted.ts';
import { duration } from '../words/duration.ts';
import { inert } from '../words/inert.ts';
import { titleOf } from './plan-words.ts';

/** What the caller knows of a run beside its result. */
export interface RunFacts {
  readonly durationMs?: number | undefined;
  /** What `interform history` calls it; undefined where nothing was recorded. */
  readonly runId?: string | undefined;
}

/** Results that need attention for the same reason. */
export interface ResultSection {
  readonly title: string;
  /** Its name within a sentence: `not attempted`. */
  readonly label: string;
  /** Whether something has to be mended or looked after; otherwise another run is enough. */
  readonly isBad: boolean;
  /** Whether the changes were made. */
  readonly isDone: boolean;
  readonly entries: readonly ChangeResult[];
  /** What to do about them. */
  readonly next: string;
  /** The command that says more. */
  readonly explain: string | undefined;
}

/** What a result says in every format. */
export interface ResultView {
  /** `Workspace Acme (ecahpwf5, US): 5 reads, 9 writes, 1 retried in 12 s.`, inert. */
  readonly title: string;
  /** `Apply: 7 done, 1 already, 0 failed, 0 stale.` and what else there is. */
  readonly sum: string;
  /** What the changes came to, those written in part apart from those that failed. */
  readonly counts: readonly { readonly label: string; readonly count: number }[];
  /** What needs attention, the worst first; only sections that have results. */
  readonly sections: readonly ResultSection[];
  /** What was done and needs no attention. */
  readonly done: readonly ChangeResult[];
}

interface Sort {
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

/** What needs attention, the worst first. */
const SORTS: readonly Sort[] = [
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

export function viewResult(result: ResultDocument, facts: RunFacts): ResultView {
  const { workspace, requests, results } = result;
  const name = titleOf(null, {
    name: inert(workspace.name),
    id: inert(workspace.id),
    region: inert(workspace.region),
  });
  const sent = [
    counted(requests.reads, 'read'),
    counted(requests.writes, 'write'),
    `${thousands(requests.retried)} retried`,
  ];
  const took = facts.durationMs === undefined ? '' : ` in ${duration(facts.durationMs / 1000)}`;
  const recorded = facts.runId === undefined ? '' : ` Run ${facts.runId}.`;
  const counts = countsOf(result);
  return {
    title: `${name}: ${sent.join(', ')}${took}.${recorded}`,
    sum: `${countLine(counts)}${result.limited === true ? ' (limited)' : ''}`,
    counts,
    sections: SORTS.map((sort) => sectionOf(sort, results)).filter(({ entries }) => entries.length > 0),
    done: results.filter(
      ({ outcome, edited }) => (outcome === 'done' || outcome === 'already') && edited === undefined,
    ),
  };
}

function sectionOf(sort: Sort, results: readonly ChangeResult[]): ResultSection {
  const { outcome, partly, edited, title, isBad, code } = sort;
  const entries = results.filter(
    (entry) =>
      entry.outcome === outcome &&
      (partly === undefined || partly === (entry.partly === true)) &&
      (edited !== true || entry.edited !== undefined),
  );
  return {
    title,
    label: partly === true ? PARTLY : labelOf(outcome),
    isBad,
    isDone: outcome === 'done',
    entries,
    next: nextStep(sort, entries),
    explain: code === undefined ? undefined : `interform explain ${code}`,
  };
}

function nextStep({ outcome, next }: Sort, entries: readonly ChangeResult[]): string {
  const isUnreviewed =
    outcome === 'not_attempted' &&
    entries.every(({ reason }) => reason !== undefined && /\bnot reviewed\b/.test(reason));
  return isUnreviewed ? REVIEW : next;
}

const PARTLY = 'partly written';

function labelOf(outcome: Outcome): string {
  return outcome.replace('_', ' ');
}

function countsOf({ summary, results }: ResultDocument): ResultView['counts'] {
  const partly = results.filter((entry) => entry.partly === true).length;
  return OUTCOMES.flatMap((outcome) => {
    const label = labelOf(outcome);
    if (outcome !== 'failed') return [{ label, count: summary[outcome] }];
    const failed = { label, count: summary.failed - partly };
    return partly === 0 ? [failed] : [failed, { label: PARTLY, count: partly }];
  });
}

const ALWAYS: readonly string[] = ['done', 'already', 'failed', 'stale'];

function countLine(counts: ResultView['counts']): string {
  const parts = counts.filter(({ label, count }) => ALWAYS.includes(label) || count > 0);
  return `Apply: ${parts.map(({ label, count }) => `${thousands(count)} ${label}`).join(', ')}.`;
}

/** A field whose value in Intercom is not the one that was sent or read. */
export interface Difference {
  readonly field: string;
  /** The two values, each with its word: `sent` and `kept`, or `read` and `now`. */
  readonly values: readonly [readonly [string, Json], readonly [string, Json]];
}

/** Fields that did not stick, and fields that somebody else edited meanwhile. */
export function differencesOf({ unstuck = [], edited = [] }: ChangeResult): {
  readonly unstuck: readonly Difference[];
  readonly edited: readonly Difference[];
} {
  return {
    unstuck: unstuck.map(({ field, sent, kept }) => ({
      field,
      values: [
        ['sent', sent],
        ['kept', kept],
      ],
    })),
    edited: edited.map(({ field, read, now }) => ({
      field,
      values: [
        ['read', read],
        ['now', now],
      ],
    })),
  };
}
