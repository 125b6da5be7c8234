import { type ChangeResult, OUTCOMES, type Outcome, type ResultDocument } from '../types/result.ts';
import { counted, thousands } from './counted.ts';
import { duration } from './duration.ts';
import { fitMiddle } from './fit.ts';
import { inert } from './inert.ts';
import type { Look } from './look.ts';
import { type Ink, paintFor } from './paint.ts';
import { GLYPHS, titleOf } from './plan-words.ts';
import { reasonLines } from './reason-lines.ts';
import { showValue } from './value.ts';
import { padTo, wrap } from './width.ts';

const INDENT = '      ';
/** Addresses shown of an outcome that needs no look at each; the JSON result holds all. */
const SAMPLES = 10;
/** Those shown of an outcome that does: more than so many have one reason, which the findings group. */
const LISTED = 40;

/** UTF-8 bytes of one section: with all of them the text stays below a megabyte. */
const SECTION_BYTES = 300_000;

interface Section {
  readonly outcome: Outcome;
  /** Only what is, or is not, written in part. */
  readonly partly?: boolean;
  /** Only what somebody else edited while it was written. */
  readonly edited?: true;
  readonly title: string;
  readonly ink: Ink;
  /** What to do about it. */
  readonly next: string | undefined;
  readonly sampled: boolean;
}

/** What needs a look, the worst first. */
export const SECTIONS: readonly Section[] = [
  { outcome: 'failed', partly: false, title: 'Failed', ink: 'red', next: undefined, sampled: false },
  {
    outcome: 'failed',
    partly: true,
    title: 'Partly written',
    ink: 'yellow',
    next: 'Run interform apply again: it does what is left of these.',
    sampled: true,
  },
  {
    outcome: 'unknown',
    title: 'Unknown',
    ink: 'red',
    next: 'These writes may have taken effect. Run interform apply again: it looks for them before it makes anything. Do not repeat them by hand before.',
    sampled: false,
  },
  {
    outcome: 'stale',
    title: 'Stale',
    ink: 'yellow',
    next: 'Intercom changed after the plan was made; these were left alone. Run interform plan to see the change against the new values.',
    sampled: false,
  },
  {
    outcome: 'skipped',
    title: 'Skipped: what they need was not done',
    ink: 'yellow',
    next: undefined,
    sampled: true,
  },
  {
    outcome: 'not_attempted',
    title: 'Not attempted',
    ink: 'yellow',
    next: 'Run interform apply again: it plans only what is left, and does nothing twice.',
    sampled: true,
  },
  {
    outcome: 'done',
    edited: true,
    title: 'Edited meanwhile',
    ink: 'yellow',
    next: 'Somebody else edited these while they were written: an edit of the written fields may have been overwritten. Ask whoever works with them, or look at their history in Intercom.',
    sampled: true,
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
export function nextStep({ outcome, next }: Section, entries: readonly ChangeResult[]): string | undefined {
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

function sectionLines(section: Section, result: ResultDocument, look: Look): string[] {
  const entries = entriesOf(section, result);
  if (entries.length === 0) return [];
  const paint = paintFor(look.color);
  const shown = entries.slice(0, section.sampled ? SAMPLES : LISTED);
  const { head, hidden, tail } = fitMiddle(shown.length, SECTION_BYTES, (index) => {
    const entry = shown[index];
    const text = entry === undefined ? '' : entryLines(entry, look, shown[index - 1], section).join('\n');
    return { block: text, size: Buffer.byteLength(text) + 1 };
  });
  const gap =
    hidden > 0 ? [paint('bold', `  ${thousands(hidden)} more are not shown here; --json lists all`)] : [];
  const more = entries.length - shown.length;
  const next = nextStep(section, entries);
  return [
    paint('bold', paint(section.ink, `${section.title} (${thousands(entries.length)})`)),
    ...head,
    ...gap,
    ...tail,
    ...(more > 0 ? [`  and ${thousands(more)} more; --json lists all`] : []),
    ...(next === undefined ? [] : wrap(next, Math.max(38, look.width - 2)).map((line) => `  ${line}`)),
  ];
}

function entryLines(
  entry: ChangeResult,
  look: Look,
  previous: ChangeResult | undefined,
  { sampled }: Section,
): string[] {
  const paint = paintFor(look.color);
  const room = Math.max(34, look.width - INDENT.length);
  const isSaid = sampled && entry.reason === previous?.reason;
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
    ...unstuck.map(({ field, sent, kept }) => {
      const values = `sent ${showValue(field, sent, share)}, kept ${showValue(field, kept, share)}`;
      return fieldLine(field, values);
    }),
    ...edited.map(({ field, read, now }) =>
      fieldLine(field, `read ${showValue(field, read, share)}, now ${showValue(field, now, share)}`),
    ),
    ...(entry.request_id === undefined
      ? []
      : [paint('dim', `${INDENT}request id ${inert(entry.request_id)}`)]),
  ];
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
