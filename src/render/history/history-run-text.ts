import type { Change } from '../../types/change.ts';
import type {
  HistoryChange,
  HistoryDocument,
  HistoryDoubt,
  HistoryMerge,
  HistoryRun,
} from '../../types/history.ts';
import { type ChangeOrGroup, groupChanges } from '../changes/group-changes.ts';
import type { Mask } from '../mask/mask.ts';
import type { Look } from '../terminal/look.ts';
import { type Ink, paintFor } from '../terminal/paint.ts';
import { wrap } from '../terminal/width.ts';
import { groupBlock } from '../text/group-block.ts';
import { maskedNotes } from '../view/plan-words.ts';
import { shownGroup } from '../view/shown-change.ts';
import { counted, thousands } from '../words/counted.ts';
import { fitMiddle } from '../words/fit.ts';
import { inert } from '../words/inert.ts';
import { instantText } from '../words/instant-text.ts';
import { changeOfHistory, historyBlock } from './history-change.ts';
import { originWords, outcomeWords } from './history-text.ts';

/** UTF-8 bytes of the changes of one outcome: about a thousand lines. */
const SECTION_BYTES = 60_000;
/** Merges that are shown without `--full`. */
const LISTED = 20;
/** Doubts that are shown without `--full`: the next apply ends most by itself. */
const DOUBTS = 5;

export interface HistoryRunOptions extends Look {
  /** Nothing grouped, nothing left out. */
  readonly full: boolean;
  /** What commands that are to be pasted need besides: `-C acme --env production`; empty for neither. */
  readonly flags: string;
  /** The mask that the document went through. */
  readonly mask?: Mask | undefined;
}

type Outcome = HistoryChange['outcome'];

/** What needs a look first. */
const SECTIONS: Readonly<Record<Outcome, { readonly title: string; readonly ink: Ink }>> = {
  failed: { title: 'Failed', ink: 'red' },
  unknown: { title: 'Unknown: sent, and it is not known whether it took effect', ink: 'red' },
  interrupted: { title: 'Interrupted: not all of it was sent', ink: 'yellow' },
  stale: { title: 'Stale: Intercom had changed, so it was left alone', ink: 'yellow' },
  skipped: { title: 'Skipped: what they need was not done', ink: 'yellow' },
  not_attempted: { title: 'Not attempted', ink: 'yellow' },
  done: { title: 'Done', ink: 'green' },
  already: { title: 'Already as planned', ink: 'dim' },
};

/**
 * One run for people, without a newline at the end:
 *
 *   who and when · changes by outcome · merges · what is in doubt · what came of it
 */
export function renderHistoryRun(document: HistoryDocument, options: HistoryRunOptions): string {
  const [run] = document.runs;
  if (run === undefined) throw new Error('a history of one run holds it');
  const changes = document.changes ?? [];
  const sections = (Object.keys(SECTIONS) as Outcome[]).map((outcome) =>
    sectionLines(outcome, changes, options),
  );
  return [
    titleLines(run, options),
    ...sections,
    mergeLines(document.merges ?? [], options),
    doubtLines(run, document.doubts ?? [], options),
    closingLines(run, changes, options),
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** What `--resolve` recorded, without a newline at the end. */
export function renderResolved(document: HistoryDocument, options: HistoryRunOptions): string {
  const [run] = document.runs;
  if (run === undefined) throw new Error('a history of one run holds it');
  const lines = (document.resolved ?? []).map(({ address, state, id }) =>
    state === 'done'
      ? `Recorded: ${inert(address)} is ${inert(id ?? '')}. The next plan reads it by id.`
      : `Recorded: ${inert(address)} was not created. The next apply creates it.`,
  );
  const doubts = doubtLines(run, document.doubts ?? [], options);
  return [...lines, ...(doubts.length === 0 ? [] : ['', ...doubts])].join('\n');
}

function titleLines(run: HistoryRun, options: HistoryRunOptions): string[] {
  const paint = paintFor(options.color);
  const { by, requests, keep_values: keepsValues } = run;
  const facts = [
    `Begun on ${instantText(run.started_at)} by ${inert(by.name)}${by.job === undefined ? '' : ` (${inert(by.job)})`}.`,
    ...(requests === null
      ? []
      : [
          `Requests: ${counted(requests.reads, 'read')}, ${counted(requests.writes, 'write')}, ${thousands(requests.retried)} retried.`,
        ]),
    ...(keepsValues
      ? []
      : [
          'The values were not kept: this run does not show what the fields held before, and cannot be undone.',
        ]),
    ...maskedNotes({}, options.mask),
  ];
  return [
    ...wrap(`Run ${run.id}: ${originWords(run)}`, options.width).map((line) => paint('bold', line)),
    ...facts.flatMap((fact) => wrap(fact, options.width)).map((line) => paint('dim', line)),
  ];
}

function sectionLines(
  outcome: Outcome,
  changes: readonly HistoryChange[],
  options: HistoryRunOptions,
): string[] {
  const own = changes.filter((change) => change.outcome === outcome);
  if (own.length === 0) return [];
  const paint = paintFor(options.color);
  const { title, ink } = SECTIONS[outcome];
  const heading = paint('bold', paint(ink, `${title} (${thousands(own.length)})`));
  if (options.full) return [heading, ...own.flatMap((change) => historyBlock(change, options))];
  const past = new Map(own.map((change) => [changeOfHistory(change), change]));
  const blockOf = (change: Change, look: Look) => {
    const one = past.get(change);
    return one === undefined ? [] : historyBlock(one, look);
  };
  const entries = bySort([...past.keys()]).flatMap((changesOfSort) => groupChanges(changesOfSort));
  const { head, hidden, tail } = fitMiddle(entries.length, SECTION_BYTES, (index) => {
    const entry = entries[index];
    const lines =
      entry?.group !== undefined
        ? groupBlock(shownGroup(entry.group), options, ({ change }, look) => blockOf(change, look))
        : entry === undefined
          ? []
          : blockOf(entry.change, options);
    const text = lines.join('\n');
    return { block: text, size: Buffer.byteLength(text) + 1 };
  });
  const left = entries.slice(head.length, head.length + hidden);
  return [
    heading,
    ...head,
    ...(hidden > 0 ? [`  ${thousands(sum(left))} more are not shown here; --full shows all`] : []),
    ...tail,
  ];
}

function sum(entries: readonly ChangeOrGroup[]): number {
  return entries.reduce((count, { group }) => count + (group?.changes.length ?? 1), 0);
}

/** Parted by reason; reasons that differ only in ids, numbers and quoted values are of one sort. */
function bySort(changes: readonly Change[]): readonly (readonly Change[])[] {
  const sorts = new Map<string, Change[]>();
  for (const change of changes) {
    const sort = change.reason
      .replace(/"(?:[^"\\]|\\.)*"/g, '"…"')
      .replace(/'[^']*'/g, "'…'")
      .replace(/\b[\w-]*\d[\w-]*\b/g, (word) => (/^[1-5]\d\d$/.test(word) ? word : '…'));
    const known = sorts.get(sort);
    if (known === undefined) sorts.set(sort, [change]);
    else known.push(change);
  }
  return [...sorts.values()];
}

function mergeLines(merges: readonly HistoryMerge[], { color, full }: HistoryRunOptions): string[] {
  if (merges.length === 0) return [];
  const paint = paintFor(color);
  const shown = full ? merges : merges.slice(0, LISTED);
  return [
    paint('bold', `Merges, lead into user (${thousands(merges.length)})`),
    ...shown.map(
      ({ lead, into, at }) => `  ${inert(lead)} → ${inert(into ?? '(not told)')}  ${instantText(at)}`,
    ),
    ...moreLine(merges.length - shown.length),
  ];
}

function doubtLines(run: HistoryRun, doubts: readonly HistoryDoubt[], options: HistoryRunOptions): string[] {
  if (doubts.length === 0) return [];
  const { color, full, width, flags } = options;
  const paint = paintFor(color);
  const shown = full ? doubts : doubts.slice(0, DOUBTS);
  const advice =
    'Run interform apply: it finds out by itself, as soon as search must show them. Or look in Intercom, and say the ID of the contact, or absent where it is not there:';
  return [
    paint('bold', paint('red', `In doubt (${thousands(doubts.length)})`)),
    ...wrap(advice, Math.max(38, width - 2)).map((line) => `  ${line}`),
    // Whole, so that it can be pasted.
    ...shown.map(
      ({ address }) =>
        `      ${inert(`interform history ${run.id}${spaced(flags)} --resolve '${address}=ID'`)}`,
    ),
    ...moreLine(doubts.length - shown.length),
  ];
}

function moreLine(count: number): string[] {
  return count > 0 ? [`  and ${thousands(count)} more; --full shows all`] : [];
}

function closingLines(
  run: HistoryRun,
  changes: readonly HistoryChange[],
  { color, flags }: HistoryRunOptions,
): string[] {
  const { text } = outcomeWords(run);
  const begun = run.state === 'ended' ? '' : `; ${counted(changes.length, 'change')} begun`;
  return [
    paintFor(color)('bold', `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${begun}.`),
    ...(run.keep_values && run.state !== 'under_way'
      ? [inert(`interform plan --undo ${run.id}${spaced(flags)} shows what taking it back would change.`)]
      : []),
  ];
}

function spaced(flags: string): string {
  return flags === '' ? '' : ` ${flags}`;
}
