import type { PlanDocument } from '../../types/plan.ts';
import { findingsMarkdown } from '../findings/findings-markdown.ts';
import type { Mask } from '../mask/mask.ts';
import type { PlanTextOptions } from '../text/plan-text.ts';
import { guardLines } from '../view/guard-lines.ts';
import { leftOutWords } from '../view/left-out-words.ts';
import { GRAVE_TITLE, IDENTITY_TITLE, otherTitle, planParts } from '../view/plan-parts.ts';
import { lastLine } from '../view/plan-summary.ts';
import { blockedIn, maskedNotes, notManagedWords, originNotes, planTitle } from '../view/plan-words.ts';
import { counted, thousands } from '../words/counted.ts';
import type { ShownPart } from './fit-pieces.ts';
import { layOutMarkdown } from './markdown-layout.ts';
import { sentence } from './markdown-text.ts';

/**
 * A pull-request comment holds 65,536 characters, as GitHub says, or 262,144 bytes, as was measured; a job summary a mebibyte. This is
 * below all three whatever the characters, and leaves room for a marker that finds the comment again, for links and for a foot.
 */
export const MOST_CHARACTERS = 63_500;
/** Room for the words that say what is hidden, and for titles. */
const GAP_CHARACTERS = 2_000;

export interface PlanMarkdownOptions extends Pick<PlanTextOptions, 'notManaged' | 'isBlocked' | 'origins'> {
  readonly mask?: Mask | undefined;
  /** A sentence under the title, such as that nothing was applied. */
  readonly notice?: string | undefined;
}

/**
 * The plan as a pull-request comment (DESIGN 6.3): what matters first, at most 65,536 characters, nothing of the data alive. What it has
 * no room for is said right below the title and stands in the HTML report. Without a newline at the end.
 */
export function renderPlanMarkdown(plan: PlanDocument, options: PlanMarkdownOptions = {}): string {
  const { mask } = options;
  const isBlocked = blockedIn(plan, options);
  const parts = planParts(plan.changes, isBlocked);
  const [title = '', ...head] = headLines(plan, parts.consequences.sentences(plan.cost), options);
  const foot = footLines(plan, options);
  const room = MOST_CHARACTERS - GAP_CHARACTERS - lengthOf([title, ...head, ...foot]);
  const { grave, identity, other } = layOutMarkdown(plan, parts, { mask, isBlocked, room });
  const lines = [
    title,
    '',
    ...onlyInReport([
      { part: grave, count: parts.grave.length, noun: 'irreversible or destructive' },
      { part: identity, count: parts.identity.length, noun: 'of email, phone, id, role or subscription' },
      { part: other, count: parts.other.length },
    ]),
    ...head,
    ...section(GRAVE_TITLE, parts.grave.length, grave),
    ...section(IDENTITY_TITLE, parts.identity.length, identity),
    ...section(otherTitle(parts), parts.other.length, other),
    ...foot,
  ];
  return lines.join('\n').replace(/\n{3,}/g, '\n\n');
}

function section(title: string, total: number, { lines }: ShownPart): string[] {
  return total === 0 ? [] : [`#### ${title} (${thousands(total)})`, '', ...lines, ''];
}

/** Where the reader who needs more finds it. */
const REPORT = 'The full report is the HTML one (<code>--report html=FILE</code>).';

/** The first line of a comment that does not hold everything; a pipeline puts its link to the report there. */
function onlyInReport(
  parts: ReadonlyArray<{ readonly part: ShownPart; readonly count: number; readonly noun?: string }>,
): string[] {
  const missing = parts.map(({ part, count, noun }) => ({ count: count - part.shown, noun }));
  const hidden = missing.reduce((sum, { count }) => sum + count, 0);
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  const partial = parts.reduce((sum, { part }) => sum + part.partial, 0);
  if (hidden + partial === 0) return [];
  const grave = missing.flatMap(({ count, noun }) =>
    count === 0 || noun === undefined ? [] : [`${thousands(count)} ${noun}`],
  );
  const among = grave.length === 0 ? '' : ` (${grave.join(', ')})`;
  const said = [
    ...(hidden === 0 ? [] : [`**${thousands(hidden)} of ${counted(total, 'change')}**${among}`]),
    ...(partial === 0
      ? []
      : [`**some fields of ${hidden === 0 ? counted(partial, 'change') : `${thousands(partial)} more`}**`]),
  ];
  return [`**Only in the full report:** ${said.join(' and ')}. ${REPORT}`, ''];
}

function headLines(
  plan: PlanDocument,
  means: readonly string[],
  { mask, notice, origins }: PlanMarkdownOptions,
): string[] {
  const origin = originNotes(plan).map((note) => sentence(note));
  const isUndo = plan.undoes !== undefined;
  const notes = [...(isUndo ? [] : origin), ...maskedNotes(plan, mask)];
  const errors = plan.diagnostics.filter((one) => one.severity === 'error').length;
  const [blocked, ...guards] = guardLines(plan, { width: 1000, color: false, origins });
  return [
    `### ${sentence(planTitle(plan, mask))}`,
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
