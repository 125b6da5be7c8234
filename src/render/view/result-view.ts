import { kindOfSets } from '../../kinds/declared/sets.ts';
import type { Json } from '../../types/json.ts';
import {
  type ChangeResult,
  OUTCOMES,
  type Outcome,
  type ResultDocument,
  type Results,
} from '../../types/result.ts';
import { counted, thousands } from '../words/counted.ts';
import { duration } from '../words/duration.ts';
import { inert } from '../words/inert.ts';
import { titleOf } from './plan-words.ts';
import { type ResultPart, resultParts } from './result-parts.ts';
import { nextStep } from './result-sorts.ts';

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
  readonly entries: Results;
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
  readonly done: Results;
}

export function viewResult(result: ResultDocument, facts: RunFacts): ResultView {
  const { workspace, requests } = result;
  const { bySort, done, partly } = resultParts(result.results);
  const name = titleOf(null, {
    name: inert(workspace.name),
    id: inert(workspace.id),
    region: inert(workspace.region),
  });
  const sent = [
    counted(requests.reads, 'read'),
    counted(requests.writes, 'write'),
    `${thousands(requests.retried)} retried`,
    ...bulkWords(result),
  ];
  const took = facts.durationMs === undefined ? '' : ` in ${duration(facts.durationMs / 1000)}`;
  const recorded = facts.runId === undefined ? '' : ` Run ${facts.runId}.`;
  const counts = countsOf(result.summary, partly);
  return {
    title: `${name}: ${sent.join(', ')}${took}.${recorded}`,
    sum: `${countLine(counts)}${result.limited === true ? ' (limited)' : ''}`,
    counts,
    sections: bySort.filter(({ entries }) => entries.length > 0).map(sectionOf),
    done,
  };
}

function bulkWords({ bulk }: ResultDocument): readonly string[] {
  if (bulk === undefined) return [];
  const { one, many } = kindOfSets().words;
  const said = (count: number, sent: number, verb: string, requests: number) =>
    requests === 0
      ? []
      : [
          `${thousands(count)} of ${counted(sent, one, many)} ${verb} by ${counted(requests, 'bulk request')}`,
        ];
  const { updates } = bulk;
  return [
    ...said(bulk.made, bulk.sent, 'made', bulk.requests),
    ...(updates === undefined ? [] : said(updates.updated, updates.sent, 'updated', updates.requests)),
  ];
}

function sectionOf({ sort, entries, areUnreviewed }: ResultPart): ResultSection {
  const { outcome, partly, title, isBad, code } = sort;
  return {
    title,
    label: partly === true ? PARTLY : labelOf(outcome),
    isBad,
    isDone: outcome === 'done',
    entries,
    next: nextStep(sort, areUnreviewed),
    explain: code === undefined ? undefined : `interform explain ${code}`,
  };
}

const PARTLY = 'partly written';

function labelOf(outcome: Outcome): string {
  return outcome.replace('_', ' ');
}

function countsOf(summary: ResultDocument['summary'], partly: number): ResultView['counts'] {
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
