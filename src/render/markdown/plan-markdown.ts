import type { PlanDocument } from '../../types/plan.ts';
import { findingsMarkdown } from '../findings/findings-markdown.ts';
import { BLOCKED_TITLE, type GuardView } from '../view/guard-view.ts';
import type { PlanPart } from '../view/plan-parts.ts';
import { type PlanSection, type PlanView, type PlanViewOptions, viewPlan } from '../view/plan-view.ts';
import { counted, thousands } from '../words/counted.ts';
import type { ShownPart } from './fit-pieces.ts';
import { layOutMarkdown } from './markdown-layout.ts';
import { lengthOf, nested, sentence } from './markdown-text.ts';

/**
 * A pull-request comment holds 65,536 characters, as GitHub says, or 262,144 bytes, as was measured; a job summary a mebibyte. This is
 * below all three whatever the characters, and leaves room for a marker that finds the comment again, for links and for a foot.
 */
export const MOST_CHARACTERS = 63_500;
/** Room for the words that say what is hidden, and for titles. */
const GAP_CHARACTERS = 2_000;

export interface PlanMarkdownOptions extends PlanViewOptions {
  /** A sentence under the title, such as that nothing was applied. */
  readonly notice?: string | undefined;
}

/**
 * The plan as a pull-request comment (design 6.3): what matters first, at most 65,536 characters, nothing of the data alive. What it has
 * no room for is said right below the title and stands in the HTML report. Without a newline at the end.
 */
export function renderPlanMarkdown(plan: PlanDocument, options: PlanMarkdownOptions = {}): string {
  const view = viewPlan(plan, options);
  const [title = '', ...head] = headLines(view, options.notice);
  const foot = footLines(view);
  const room = MOST_CHARACTERS - GAP_CHARACTERS - lengthOf([title, ...head, ...foot]);
  const laid = layOutMarkdown(view, room);
  const lines = [
    title,
    '',
    ...onlyInReport(view, laid),
    ...head,
    ...view.filled.flatMap((one) => section(one, laid[one.part])),
    ...foot,
  ];
  return lines.join('\n').replace(/\n{3,}/g, '\n\n');
}

function section({ title, changes }: PlanSection, { lines }: ShownPart): string[] {
  return [`#### ${title} (${thousands(changes.length)})`, '', ...lines, ''];
}

/** Where everything is shown. */
const REPORT = 'The full report is the HTML one (<code>--report html=FILE</code>).';

/** The first line of a comment that does not hold everything; a pipeline puts its link to the report there. */
function onlyInReport({ filled, length }: PlanView, laid: Readonly<Record<PlanPart, ShownPart>>): string[] {
  const missing = filled.map(({ part, noun, changes }) => ({
    noun,
    count: changes.length - laid[part].shown,
  }));
  const hidden = missing.reduce((sum, { count }) => sum + count, 0);
  const partial = filled.reduce((sum, { part }) => sum + laid[part].partial, 0);
  if (hidden + partial === 0) return [];
  const grave = missing.flatMap(({ count, noun }) =>
    count === 0 || noun === undefined ? [] : [`${thousands(count)} ${noun}`],
  );
  const among = grave.length === 0 ? '' : ` (${grave.join(', ')})`;
  const said = [
    ...(hidden === 0 ? [] : [`**${thousands(hidden)} of ${counted(length, 'change')}**${among}`]),
    ...(partial === 0
      ? []
      : [`**some fields of ${hidden === 0 ? counted(partial, 'change') : `${thousands(partial)} more`}**`]),
  ];
  return [`**Only in the full report:** ${said.join(' and ')}. ${REPORT}`, ''];
}

function headLines(view: PlanView, notice: string | undefined): string[] {
  const { title, isUndo, guards, means } = view;
  const origin = view.origin.map((note) => sentence(note));
  const notes = [...(isUndo ? [] : origin), ...view.masked];
  return [
    `### ${sentence(title)}`,
    ...(isUndo ? origin.flatMap((line) => [`**${line}**`, '']) : []),
    ...(notice === undefined ? [] : [`**${sentence(notice)}**`, '']),
    ...view.errors.flatMap((line) => [`**${line}**`, '']),
    ...(guards.length === 0 ? [] : [`**${sentence(BLOCKED_TITLE)}**`, '', ...guards.flatMap(guardItems), '']),
    ...view.leftOut.flatMap((line) => [`**${sentence(line)}**`, '']),
    ...(view.length === 0 ? [] : [countsLine(view), '']),
    ...(notes.length === 0 ? [] : [`<sub>${notes.join(' ')}</sub>`, '']),
    ...(means.length === 0
      ? []
      : ['#### What this means', '', ...means.map((one) => `- ${sentence(one)}`), '']),
  ];
}

function guardItems({ head, details }: GuardView): string[] {
  return [`- **${sentence(head)}**`, ...details.map((detail) => nested(`- ${sentence(detail)}`, 1))];
}

/** What a reviewer looks for first. */
function countsLine({ counts }: PlanView): string {
  return counts
    .filter(({ glyph, count }) => glyph !== '' && count > 0)
    .map(({ glyph, count, of }) => `\`${glyph}\` **${thousands(count)}** ${of}`)
    .join(' · ');
}

function footLines({ findings, notManaged, sum }: PlanView): string[] {
  return [...findingsMarkdown(findings), '', ...notManaged.flatMap((line) => [line, '']), sentence(sum)];
}
