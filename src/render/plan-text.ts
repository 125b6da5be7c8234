import type { Change } from '../types/change.ts';
import type { NotManaged, PlanDocument } from '../types/plan.ts';
import { consequences } from './consequences.ts';
import { counted, thousands } from './counted.ts';
import { guardLines } from './guard-lines.ts';
import { inert } from './inert.ts';
import type { Look } from './look.ts';
import type { Mask } from './mask.ts';
import { type Paint, paintFor } from './paint.ts';
import { layOut } from './plan-layout.ts';
import { lastLine } from './plan-summary.ts';
import { blockedIn, isGrave, maskedNotes, notManagedWords, originNotes, planTitle } from './plan-words.ts';

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
  /** Every change in full, however many there are. */
  readonly full?: boolean | undefined;
}

/**
 * The plan for people (DESIGN 6.3), without a newline at the end:
 *
 *   title · grave changes, each with its reason · other changes · what it means · what blocks it · not managed · sum
 */
export function renderPlan(plan: PlanDocument, options: PlanTextOptions): string {
  const paint = paintFor(options.color);
  const grave = plan.changes.filter(isGrave);
  const other = plan.changes.filter((change) => !isGrave(change));
  const isBlocked = blockedIn(plan, options);
  const before = [titleLines(plan, paint, options.mask)];
  const after = [
    consequences(plan, options),
    guardLines(plan, options),
    errorLines(plan, paint),
    [...notManagedWords(options.notManaged), paint('bold', lastLine(plan, options.mask))],
  ];
  const titles = {
    grave:
      grave.length === 0 ? [] : [paint('bold', `Irreversible or destructive (${thousands(grave.length)})`)],
    other:
      other.length === 0
        ? []
        : [paint('bold', `${grave.length > 0 ? 'Other changes' : 'Changes'} (${thousands(other.length)})`)],
  };
  // With the line that says what is shortened.
  const around = joined([...before, titles.grave, titles.other, [SHORTENED], ...after]).split('\n').length;
  const room = options.full === true ? Number.POSITIVE_INFINITY : Math.max(LEAST_ROOM, MOST_LINES - around);
  const laid = layOut(plan, { grave, other }, { ...options, isBlocked, room });
  return joined([
    ...before,
    [...titles.grave, ...laid.grave],
    [...titles.other, ...laid.other],
    ...(laid.isShort ? [[paint('dim', SHORTENED)]] : []),
    ...after,
  ]);
}

function joined(sections: readonly (readonly string[])[]): string {
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function titleLines(plan: PlanDocument, paint: Paint, mask: Mask | undefined): string[] {
  return [
    paint('bold', inert(planTitle(plan, mask))),
    ...originNotes(plan).map((note) => paint(plan.undoes === undefined ? 'dim' : 'bold', inert(note))),
    ...maskedNotes(plan, mask).map((note) => paint('dim', note)),
  ];
}

function errorLines(plan: PlanDocument, paint: Paint): string[] {
  const errors = plan.diagnostics.filter((one) => one.severity === 'error').length;
  if (errors === 0) return [];
  return [paint('red', `This plan has ${counted(errors, 'error')}: it is neither saved nor applied.`)];
}
