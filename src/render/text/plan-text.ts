import type { PlanDocument } from '../../types/plan.ts';
import type { Look } from '../terminal/look.ts';
import { type Ink, paintFor } from '../terminal/paint.ts';
import { sentenceLines, wrap } from '../terminal/width.ts';
import { BLOCKED_GLYPH } from '../view/glyphs.ts';
import { BLOCKED_TITLE } from '../view/guard-view.ts';
import { type PlanSection, type PlanView, type PlanViewOptions, viewPlan } from '../view/plan-view.ts';
import { thousands } from '../words/counted.ts';
import { inert } from '../words/inert.ts';
import { layOut } from './plan-layout.ts';

/** Lines of a plan at most, so that it can be read before answering a question; --full lifts it. */
const MOST_LINES = 120;
/** Lines that changes may take even where everything around them is long. */
const LEAST_ROOM = 60;

const SHORTENED = 'Shortened for a screen: --full shows every change with all its fields.';

export interface PlanTextOptions extends Look, PlanViewOptions {
  /** Every change in full, however many there are. */
  readonly full?: boolean | undefined;
}

/**
 * The plan for people (design 6.3), without a newline at the end:
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

/** The same in two parts. The caller may put between them, right above the last line, what keeps the plan from being applied. */
export function renderPlanParts(
  plan: PlanDocument,
  options: PlanTextOptions,
): { readonly body: Iterable<string> & object; readonly end: string } {
  const paint = paintFor(options.color);
  const view = viewPlan(plan, options);
  const title = titleLines(view, options);
  const after = [
    meansLines(view, options),
    guardLines(view, options),
    view.errors.flatMap((line) => sentenceLines(line, options)).map((line) => paint('red', line)),
  ];
  const end = [
    ...view.notManaged.flatMap((line) => sentenceLines(line, options)),
    ...sentenceLines(view.sum, options).map((line) => paint('bold', line)),
  ];
  const heading = ({ title: text, changes }: PlanSection) =>
    paint('bold', `${text} (${thousands(changes.length)})`);
  const headings = view.filled.map((section) => [heading(section)]);
  const shortened = sentenceLines(SHORTENED, options).map((line) => paint('dim', line));
  // Including the line that says that it is shortened.
  const around = [...joined([title, ...headings, shortened, ...after, end])].join('\n').split('\n').length;
  const room = options.full === true ? Number.POSITIVE_INFINITY : Math.max(LEAST_ROOM, MOST_LINES - around);
  const laid = layOut(view, { ...options, room });
  const body = joined([
    title,
    ...view.filled.map((section) => both(heading(section), laid[section.part])),
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

function* both(heading: string, lines: Iterable<string>): Generator<string> {
  yield heading;
  yield* lines;
}

function titleLines({ title, origin, isUndo, masked }: PlanView, look: Look): string[] {
  const paint = paintFor(look.color);
  const lines = (texts: readonly string[], ink: Ink) =>
    texts.flatMap((text) => sentenceLines(inert(text), look).map((line) => paint(ink, line)));
  return [...lines([title], 'bold'), ...lines(origin, isUndo ? 'bold' : 'dim'), ...lines(masked, 'dim')];
}

function meansLines({ means }: PlanView, { color, width }: Look): string[] {
  if (means.length === 0) return [];
  const lines = means.flatMap((sentence) =>
    wrap(sentence, Math.max(36, width - 4)).map((line, index) => `${index > 0 ? '    ' : '  '}${line}`),
  );
  return [paintFor(color)('bold', 'What this means'), ...lines];
}

/** Not wrapped: what allows a guard is to be pasted. */
function guardLines({ guards }: PlanView, { color }: Look): string[] {
  if (guards.length === 0) return [];
  const paint = paintFor(color);
  return [
    paint('bold', paint('red', BLOCKED_TITLE)),
    ...guards.flatMap(({ head, details }) => [
      `  ${BLOCKED_GLYPH} ${head}`,
      ...details.map((detail) => `      ${detail}`),
    ]),
  ];
}
