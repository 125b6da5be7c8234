import type { Change } from '../../types/change.ts';
import type { LimitOrigins } from '../../types/limit-origin.ts';
import type { Changes, NotManaged, PlanDocument } from '../../types/plan.ts';
import type { Mask } from '../mask/mask.ts';
import type { Look } from '../terminal/look.ts';
import { type Ink, paintFor } from '../terminal/paint.ts';
import { sentenceLines } from '../terminal/width.ts';
import { guardLines } from '../view/guard-lines.ts';
import { GRAVE_TITLE, IDENTITY_TITLE, otherTitle, planParts } from '../view/plan-parts.ts';
import { lastLine } from '../view/plan-summary.ts';
import { blockedIn, maskedNotes, notManagedWords, originNotes, planTitle } from '../view/plan-words.ts';
import { counted, thousands } from '../words/counted.ts';
import { inert } from '../words/inert.ts';
import { layOut } from './plan-layout.ts';

/** Lines of a plan that is read before a question is answered; without a limit with --full. */
const MOST_LINES = 120;
/** Lines that changes have at least, whatever is to be said besides. */
const LEAST_ROOM = 60;

const SHORTENED = 'Shortened for a screen: --full shows every change with all its fields.';

export interface PlanTextOptions extends Look {
  /** What the workspace holds that no manifest mentions. */
  readonly notManaged?: NotManaged | undefined;
  /** Whether a change's verb is over its limit: it gets the blocked glyph. */
  readonly isBlocked?: ((change: Change) => boolean) | undefined;
  /** Takes personal data out of what is shown. */
  readonly mask?: Mask | undefined;
  /** What decides each limit; without it the words name no place. */
  readonly origins?: LimitOrigins | undefined;
  /** Every change in full, however many there are. */
  readonly full?: boolean | undefined;
}

/**
 * The plan for people (DESIGN 6.3), without a newline at the end:
 *
 *   title · grave changes, each with its reason · other changes · what it means · what blocks it · not managed · sum
 */
export function renderPlan(plan: PlanDocument, options: PlanTextOptions): string {
  return [...renderPlanPieces(plan, options)].join('');
}

/** The same in pieces, for a plan that is longer than any text. */
export function* renderPlanPieces(plan: PlanDocument, options: PlanTextOptions): Generator<string> {
  const { body, end } = renderPlanParts(plan, options);
  let isFirst = true;
  for (const line of body) {
    yield isFirst ? line : `\n${line}`;
    isFirst = false;
  }
  yield `\n\n${end}`;
}

/** The same in two parts, the first in lines: between them, right above the sum, there is a place for what keeps the plan from being applied. */
export function renderPlanParts(
  plan: PlanDocument,
  options: PlanTextOptions,
): { readonly body: Iterable<string> & object; readonly end: string } {
  const paint = paintFor(options.color);
  const isBlocked = blockedIn(plan, options);
  const parts = planParts(plan.changes, isBlocked);
  const title = titleLines(plan, options);
  const after = [
    parts.consequences.lines(plan.cost, options),
    guardLines(plan, options),
    errorLines(plan, options),
  ];
  const end = [
    ...notManagedWords(options.notManaged).flatMap((line) => sentenceLines(line, options)),
    ...sentenceLines(lastLine(plan, options.mask), options).map((line) => paint('bold', line)),
  ];
  const heading = (text: string, { length }: Changes) =>
    length === 0 ? [] : [paint('bold', `${text} (${thousands(length)})`)];
  const titles = [
    heading(GRAVE_TITLE, parts.grave),
    heading(IDENTITY_TITLE, parts.identity),
    heading(otherTitle(parts), parts.other),
  ] as const;
  const [grave, identity, other] = titles;
  const shortened = sentenceLines(SHORTENED, options).map((line) => paint('dim', line));
  // With the line that says what is shortened.
  const around = [...joined([title, ...titles, shortened, ...after, end])].join('\n').split('\n').length;
  const room = options.full === true ? Number.POSITIVE_INFINITY : Math.max(LEAST_ROOM, MOST_LINES - around);
  const laid = layOut(plan, parts, { ...options, isBlocked, room });
  const body = joined([
    title,
    both(grave, laid.grave),
    both(identity, laid.identity),
    both(other, laid.other),
    laid.isShort ? shortened : [],
    ...after,
  ]);
  return { body, end: end.join('\n') };
}

/** The lines of all sections, with an empty one between each two that have any. */
function* joined(sections: readonly Iterable<string>[]): Generator<string> {
  let isFirst = true;
  for (const lines of sections) {
    let isEmpty = true;
    for (const line of lines) {
      if (isEmpty && !isFirst) yield '';
      isEmpty = false;
      isFirst = false;
      yield line;
    }
  }
}

function* both(heading: readonly string[], lines: Iterable<string>): Generator<string> {
  yield* heading;
  yield* lines;
}

function titleLines(plan: PlanDocument, options: PlanTextOptions): string[] {
  const paint = paintFor(options.color);
  const lines = (texts: readonly string[], ink: Ink) =>
    texts.flatMap((text) => sentenceLines(inert(text), options).map((line) => paint(ink, line)));
  return [
    ...lines([planTitle(plan, options.mask)], 'bold'),
    ...lines(originNotes(plan), plan.undoes === undefined ? 'dim' : 'bold'),
    ...lines(maskedNotes(plan, options.mask), 'dim'),
  ];
}

function errorLines(plan: PlanDocument, options: PlanTextOptions): string[] {
  const paint = paintFor(options.color);
  const errors = plan.diagnostics.filter((one) => one.severity === 'error').length;
  if (errors === 0) return [];
  const text = `This plan has ${counted(errors, 'error')}: it is neither saved nor applied.`;
  return sentenceLines(text, options).map((line) => paint('red', line));
}
