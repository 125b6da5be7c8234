import type { Change } from '../types/change.ts';
import type { PlanDocument } from '../types/plan.ts';
import { changeItem, groupItem, MERGE_HEAD, mergeRow } from './change-markdown.ts';
import { consequenceSentences } from './consequences.ts';
import { counted, thousands } from './counted.ts';
import { findingsMarkdown } from './findings-markdown.ts';
import { fitMiddle } from './fit.ts';
import { graveEntries } from './grave-entries.ts';
import { type Entry, groupChanges } from './group-changes.ts';
import { guardLines } from './guard-lines.ts';
import { hiddenGrave, hiddenOther } from './hidden-words.ts';
import { leftOutWords } from './left-out-words.ts';
import { sentence } from './markdown-text.ts';
import type { Mask } from './mask.ts';
import { doubtfulFirst, TABLE_FROM } from './merge-facts.ts';
import { lastLine } from './plan-summary.ts';
import type { PlanTextOptions } from './plan-text.ts';
import {
  blockedIn,
  isGrave,
  maskedGroup,
  maskedNotes,
  notManagedWords,
  originNotes,
  planTitle,
} from './plan-words.ts';

/** A pull-request comment holds 65,536 characters; some are left for a marker that finds it again. */
export const MOST_CHARACTERS = 65_000;
/** Of the room, for what is not grave, where grave changes would fill everything. */
const OTHERS_SHARE = 0.4;
/** Room for the words that say what is hidden. */
const GAP_CHARACTERS = 1_000;

export interface PlanMarkdownOptions extends Pick<PlanTextOptions, 'notManaged' | 'isBlocked'> {
  readonly mask?: Mask | undefined;
  /** A sentence under the title, such as that nothing was applied. */
  readonly notice?: string | undefined;
}

/**
 * The plan as a pull-request comment (DESIGN 6.3): what matters first, at most 65,536 characters, shortened from the middle,
 * nothing of the data alive. Without a newline at the end.
 */
export function renderPlanMarkdown(plan: PlanDocument, options: PlanMarkdownOptions = {}): string {
  const { mask } = options;
  const head = headLines(plan, options);
  const foot = footLines(plan, options);
  const isBlocked = blockedIn(plan, options);
  const grave = plan.changes.filter(isGrave);
  const other = plan.changes.filter((change) => !isGrave(change));
  const merges = doubtfulFirst(grave.filter((change) => change.action === 'merge'));
  const inTable = merges.length >= TABLE_FROM ? merges : [];
  const graves = graveEntries(
    plan,
    inTable.length > 0 ? grave.filter((change) => change.action !== 'merge') : grave,
    isBlocked,
  );
  const entries = groupChanges(other, isBlocked);
  const room = MOST_CHARACTERS - GAP_CHARACTERS - lengthOf([...head, ...foot]);

  const item = (change: Change) => changeItem(mask?.change(change) ?? change, isBlocked(change));
  const row = (entry: Entry | undefined) => {
    if (entry === undefined) return '';
    return entry.change === undefined ? groupItem(maskedGroup(entry.group, mask)) : item(entry.change);
  };
  const graveRow = (index: number) => row(graves[index]);
  const mergeLine = (index: number) => {
    const change = inTable[index];
    return change === undefined ? '' : mergeRow(mask?.change(change) ?? change, isBlocked(change));
  };
  const otherRow = (index: number) => row(entries[index]);
  // Groups say much in little room: they keep a share of it however many grave changes there are.
  const least = rows(entries.length, room * OTHERS_SHARE, otherRow);
  const mergeRows = rows(inTable.length, room - least.size, mergeLine);
  const graveRows = rows(graves.length, room - least.size - mergeRows.size, graveRow);
  const otherRows =
    least.hidden === 0 ? least : rows(entries.length, room - mergeRows.size - graveRows.size, otherRow);
  const lines = [
    ...head,
    ...section(
      'Irreversible or destructive',
      grave.length,
      { ...graveRows, table: tableOf(mergeRows) },
      hiddenGrave,
    ),
    ...section(grave.length > 0 ? 'Other changes' : 'Changes', other.length, otherRows, hiddenOther),
    ...foot,
  ];
  return lines.join('\n').replace(/\n{3,}/g, '\n\n');
}

interface Rows {
  readonly head: readonly string[];
  readonly hidden: number;
  readonly tail: readonly string[];
  readonly size: number;
}

function rows(count: number, room: number, make: (index: number) => string): Rows {
  const fitted = fitMiddle(count, Math.max(0, room), (index) => {
    const block = make(index);
    return { block, size: block.length + 1 };
  });
  return { ...fitted, size: lengthOf([...fitted.head, ...fitted.tail]) };
}

/** What is left out of a table is said below it: a line in between would end it. */
function tableOf({ head, hidden, tail }: Rows): readonly string[] {
  if (head.length + hidden + tail.length === 0) return [];
  const gap = hidden > 0 ? [`**${sentence(hiddenGrave(hidden))}**`, ''] : [];
  return [...MERGE_HEAD, ...head, ...tail, '', ...gap];
}

function section(
  title: string,
  total: number,
  { head, hidden, tail, table = [] }: Rows & { readonly table?: readonly string[] },
  words: (count: number) => string,
) {
  if (total === 0) return [];
  const gap = hidden > 0 ? ['', `**${sentence(words(hidden))}**`, ''] : [];
  return [`#### ${title} (${thousands(total)})`, '', ...table, ...head, ...gap, ...tail, ''];
}

function headLines(plan: PlanDocument, { mask, notice }: PlanMarkdownOptions): string[] {
  const means = consequenceSentences(plan);
  const origin = originNotes(plan).map((note) => sentence(note));
  const isUndo = plan.undoes !== undefined;
  const notes = [...(isUndo ? [] : origin), ...maskedNotes(plan, mask)];
  const errors = plan.diagnostics.filter((one) => one.severity === 'error').length;
  const [blocked, ...guards] = guardLines(plan, { width: 1000, color: false });
  return [
    `### ${sentence(planTitle(plan, mask))}`,
    '',
    ...(isUndo ? origin.flatMap((line) => [`**${line}**`, '']) : []),
    ...(notice === undefined ? [] : [`**${sentence(notice)}**`, '']),
    ...(errors === 0
      ? []
      : [`**This plan has ${counted(errors, 'error')}: it is neither saved nor applied.**`, '']),
    ...(blocked === undefined
      ? []
      : [`**${sentence(blocked)}**`, '', ...guards.map((line) => guardItem(line)), '']),
    ...(plan.left_out === undefined ? [] : [`**${sentence(`${leftOutWords(plan.left_out)}.`)}**`, '']),
    ...(plan.changes.length === 0 ? [] : [countsLine(plan), '']),
    ...(notes.length === 0 ? [] : [`<sub>${notes.join(' ')}</sub>`, '']),
    ...(means.length === 0
      ? []
      : ['#### What this means', '', ...means.map((one) => `- ${sentence(one)}`), '']),
  ];
}

/** `  ! merge: …` is an item, what is indented below it belongs to it. */
function guardItem(line: string): string {
  const text = line.trim().replace(/^! /, '');
  return line.startsWith('  !') ? `- **${sentence(text)}**` : `  - ${sentence(text)}`;
}

/** What a reviewer looks for first. */
function countsLine({ summary }: PlanDocument): string {
  const counts = [
    ['`+`', summary.create, 'create'],
    ['`~`', summary.update, 'update'],
    ['`↑`', summary.convert, 'convert'],
    ['`»`', summary.merge, 'merge'],
    ['`-`', summary.archive, 'archive'],
    ['`±`', summary.unarchive, 'unarchive'],
    ['`!`', summary.blocked, 'blocked'],
  ] as const;
  return counts
    .filter(([, count]) => count > 0)
    .map(([glyph, count, word]) => `${glyph} **${thousands(count)}** ${word}`)
    .join(' · ');
}

function footLines(plan: PlanDocument, { mask, notManaged }: PlanMarkdownOptions): string[] {
  const found = mask === undefined ? plan.diagnostics : plan.diagnostics.map(mask.finding);
  return [
    ...findingsMarkdown(found),
    '',
    ...notManagedWords(notManaged).flatMap((line) => [line, '']),
    sentence(lastLine(plan, mask)),
  ];
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}
