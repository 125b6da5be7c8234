import { type ChangeResult, OUTCOMES, type Outcome, type ResultDocument } from '../../types/result.ts';
import type { Look } from '../terminal/look.ts';
import { type Ink, paintFor } from '../terminal/paint.ts';
import { padTo, wrap } from '../terminal/width.ts';
import { GLYPHS, titleOf } from '../view/plan-words.ts';
import { type ReasonGroup, reasonGroups } from '../view/reason-groups.ts';
import { reasonLines } from '../view/reason-lines.ts';
import { counted, thousands } from '../words/counted.ts';
import { duration } from '../words/duration.ts';
import { inert } from '../words/inert.ts';
import { showValue } from '../words/value.ts';

const INDENT = '      ';
/** Results shown for one reason; the JSON result holds all. */
const SAMPLES = 3;
/** Fields shown of one result that did not stick, or that somebody else edited. */
const MOST_FIELDS = 20;
/** Reasons shown of one outcome, those of most results: the report of any run stays a screen or two. */
const MOST_REASONS = 6;

interface Section {
  readonly outcome: Outcome;
  /** Only what is, or is not, written in part. */
  readonly partly?: boolean;
  /** Only what somebody else edited while it was written. */
  readonly edited?: true;
  readonly title: string;
  readonly ink: Ink;
  /** What to do about it. */
  readonly next: string;
  /** What `interform explain` says more about. */
  readonly code?: string;
}

/** What needs a look, the worst first. */
export const SECTIONS: readonly Section[] = [
  {
    outcome: 'failed',
    partly: false,
    title: 'Failed',
    ink: 'red',
    next: 'Mend what the reason names, then run interform apply again: what is done is not done twice.',
    code: 'change-failed',
  },
  {
    outcome: 'failed',
    partly: true,
    title: 'Partly written',
    ink: 'yellow',
    next: 'Run interform apply again: it does what is left of these.',
    code: 'change-partly-written',
  },
  {
    outcome: 'unknown',
    title: 'Unknown',
    ink: 'red',
    next: 'These writes may have taken effect. Run interform apply again: it looks for them before it makes anything. Do not repeat them by hand before.',
    code: 'change-unknown',
  },
  {
    outcome: 'stale',
    title: 'Stale',
    ink: 'yellow',
    next: 'Intercom changed after the plan was made; these were left alone. Run interform plan to see the change against the new values.',
    code: 'change-stale',
  },
  {
    outcome: 'skipped',
    title: 'Skipped: what they need was not done',
    ink: 'yellow',
    next: 'The reason names what they need. Mend that first, then run interform apply again.',
  },
  {
    outcome: 'not_attempted',
    title: 'Not attempted',
    ink: 'yellow',
    next: 'Run interform apply again: it plans only what is left, and does nothing twice.',
  },
  {
    outcome: 'done',
    edited: true,
    title: 'Edited meanwhile',
    ink: 'yellow',
    next: 'Somebody else edited these while they were written: an edit of the written fields may have been overwritten. Ask whoever works with them, or look at their history in Intercom.',
    code: 'edited-meanwhile',
  },
];

/** The results that a section shows. */
export function entriesOf(
  { outcome, partly, edited }: Section,
  { results }: ResultDocument,
): readonly ChangeResult[] {
  return results.filter(
    (entry) =>
      entry.outcome === outcome &&
      (partly === undefined || partly === (entry.partly === true)) &&
      (edited !== true || entry.edited !== undefined),
  );
}

const REVIEW =
  'The receipt does not hold these. Review the plan as it is now with interform plan --receipt FILE, then apply with that receipt.';

/** What to do about the results of a section; what nobody reviewed would not run the next time either. */
export function nextStep({ outcome, next }: Section, entries: readonly ChangeResult[]): string {
  if (outcome !== 'not_attempted') return next;
  return entries.every(({ reason }) => reason !== undefined && /\bnot reviewed\b/.test(reason))
    ? REVIEW
    : next;
}

/** What the caller knows of a run beside its result. */
export interface RunFacts {
  readonly durationMs?: number | undefined;
  /** What `interform history` calls it; undefined where nothing was recorded. */
  readonly runId?: string | undefined;
}

/** The report of an apply for people (DESIGN 7.6), without a newline at the end. */
export function renderResult(result: ResultDocument, look: Look & RunFacts): string {
  const blocks = SECTIONS.map((section) => sectionLines(section, result, look)).filter(
    (lines) => lines.length > 0,
  );
  const [title, counts] = closingLines(result, look);
  const closing = `${wrap(title, look.width).join('\n')}\n${paintFor(look.color)('bold', counts)}`;
  return [...blocks.map((lines) => lines.join('\n')), closing].join('\n\n');
}

/**
 * One outcome, by reason:
 *
 *     Failed (5,000)
 *       4,990 of one kind
 *       + contact/beta/ada
 *           the reason, once
 *       + contact/beta/grace
 *         and 4,988 more; --json lists all
 *       what to do next, and what explains it
 */
function sectionLines(section: Section, result: ResultDocument, look: Look): string[] {
  const entries = entriesOf(section, result);
  if (entries.length === 0) return [];
  const paint = paintFor(look.color);
  const groups = reasonGroups(entries);
  const others = groups.slice(MOST_REASONS);
  const unseen = others.reduce((sum, { length }) => sum + length, 0);
  return [
    paint('bold', paint(section.ink, `${section.title} (${thousands(entries.length)})`)),
    ...groups.slice(0, MOST_REASONS).flatMap((group) => groupLines(group, groups.length > 1, look)),
    ...(unseen > 0
      ? [`  and ${thousands(unseen)} more for ${counted(others.length, 'other reason')}; --json lists all`]
      : []),
    ...wrap(nextStep(section, entries), Math.max(38, look.width - 2)).map((line) => `  ${line}`),
    ...(section.code === undefined ? [] : [`  More about it: interform explain ${section.code}`]),
  ];
}

function groupLines(group: ReasonGroup, isOneOfMany: boolean, look: Look): string[] {
  const more = group.length - SAMPLES;
  return [
    ...(isOneOfMany && more > 0 ? [`  ${thousands(group.length)} of one kind:`] : []),
    ...group.slice(0, SAMPLES).flatMap((entry, index) => entryLines(entry, look, group[index - 1])),
    ...(more > 0 ? [`    and ${thousands(more)} more; --json lists all`] : []),
  ];
}

function entryLines(entry: ChangeResult, look: Look, previous: ChangeResult | undefined): string[] {
  const paint = paintFor(look.color);
  const room = Math.max(34, look.width - INDENT.length);
  const isSaid = previous !== undefined && entry.reason === previous.reason;
  const reason =
    entry.reason === undefined || isSaid
      ? []
      : reasonLines(entry.reason, room, previous?.reason).map((line) => INDENT + line);
  const { unstuck = [], edited = [] } = entry;
  const column = Math.max(0, ...[...unstuck, ...edited].map(({ field }) => inert(field).length));
  const share = Math.floor((room - column - 'sent , kept '.length - 2) / 2);
  const fieldLine = (field: string, values: string) => `${INDENT}${padTo(inert(field), column)}  ${values}`;
  return [
    `  ${GLYPHS[entry.action]} ${paint('bold', inert(entry.address))}`,
    ...reason,
    ...unstuck.slice(0, MOST_FIELDS).map(({ field, sent, kept }) => {
      const values = `sent ${showValue(field, sent, share)}, kept ${showValue(field, kept, share)}`;
      return fieldLine(field, values);
    }),
    ...edited
      .slice(0, MOST_FIELDS)
      .map(({ field, read, now }) =>
        fieldLine(field, `read ${showValue(field, read, share)}, now ${showValue(field, now, share)}`),
      ),
    ...moreFields(unstuck.length),
    ...moreFields(edited.length),
    ...(entry.request_id === undefined
      ? []
      : [paint('dim', `${INDENT}request id ${inert(entry.request_id)}`)]),
  ];
}

function moreFields(count: number): string[] {
  const more = count - MOST_FIELDS;
  return more > 0 ? [`${INDENT}and ${counted(more, 'more field')}; --json lists all`] : [];
}

/** `Workspace Acme (ecahpwf5, US): 5 reads, 9 writes, 1 retried in 12 s.` and `Apply: 7 done, …`. */
export function closingLines(
  result: ResultDocument,
  { durationMs, runId }: RunFacts,
): readonly [string, string] {
  const { workspace, requests } = result;
  const title = titleOf(null, {
    name: inert(workspace.name),
    id: inert(workspace.id),
    region: inert(workspace.region),
  });
  const took = durationMs === undefined ? '' : ` in ${duration(durationMs / 1000)}`;
  const sent = [
    counted(requests.reads, 'read'),
    counted(requests.writes, 'write'),
    `${thousands(requests.retried)} retried`,
  ];
  const recorded = runId === undefined ? '' : ` Run ${runId}.`;
  return [
    `${title}: ${sent.join(', ')}${took}.${recorded}`,
    `${countLine(result)}${result.limited === true ? ' (limited)' : ''}`,
  ];
}

/** `Apply: 7 done, 1 already, 0 failed, 0 stale.` and what else there is. */
function countLine(result: ResultDocument): string {
  const always: readonly string[] = ['done', 'already', 'failed', 'stale'];
  const parts = outcomeCounts(result).filter(({ label, count }) => always.includes(label) || count > 0);
  return `Apply: ${parts.map(({ label, count }) => `${thousands(count)} ${label}`).join(', ')}.`;
}

/** What the changes came to, those written in part apart from those that failed. */
export function outcomeCounts({ summary, results }: ResultDocument) {
  const partly = results.filter((entry) => entry.partly === true).length;
  return OUTCOMES.flatMap((outcome) => {
    const label = outcome.replace('_', ' ');
    if (outcome !== 'failed') return [{ label, count: summary[outcome] }];
    const failed = { label, count: summary.failed - partly };
    return partly === 0 ? [failed] : [failed, { label: 'partly written', count: partly }];
  });
}
