import type { Change } from '../types/change.ts';
import type { NotManaged, PlanDocument } from '../types/plan.ts';
import { changeBlock } from './change-block.ts';
import { consequences } from './consequences.ts';
import { counted } from './counted.ts';
import { fitMiddle } from './fit.ts';
import { graveEntries } from './grave-entries.ts';
import { groupBlock } from './group-block.ts';
import { type Entry, groupChanges, type IsBlocked, SAMPLES } from './group-changes.ts';
import { guardLines } from './guard-lines.ts';
import { hiddenGrave, hiddenOther } from './hidden-words.ts';
import { inert } from './inert.ts';
import type { Look } from './look.ts';
import type { Mask } from './mask.ts';
import { type Paint, paintFor } from './paint.ts';
import { lastLine } from './plan-summary.ts';
import {
  blockedIn,
  isGrave,
  maskedGroup,
  maskedNotes,
  notManagedWords,
  originNotes,
  planTitle,
} from './plan-words.ts';

/** UTF-8 bytes of the changes of a large plan: with the rest the text stays below a megabyte. */
const GRAVE_BYTES = 600_000;
const OTHER_BYTES = 300_000;

export interface PlanTextOptions extends Look {
  /** What the workspace holds that no manifest mentions. */
  readonly notManaged?: NotManaged | undefined;
  /** Whether a change's verb is over its limit: it gets the blocked glyph. */
  readonly isBlocked?: ((change: Change) => boolean) | undefined;
  /** Takes personal data out of what is shown. */
  readonly mask?: Mask | undefined;
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
  const sections = [
    titleLines(plan, paint, options.mask),
    graveSection(plan, grave, isBlocked, options),
    otherSection(grave.length > 0 ? 'Other changes' : 'Changes', other, isBlocked, options),
    consequences(plan, options),
    guardLines(plan, options),
    errorLines(plan, paint),
    [...notManagedWords(options.notManaged), paint('bold', lastLine(plan, options.mask))],
  ];
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

/** Where they are too many for a text, the middle is left out and said to be. */
function graveSection(
  plan: PlanDocument,
  changes: readonly Change[],
  isBlocked: IsBlocked,
  options: PlanTextOptions,
): string[] {
  const paint = paintFor(options.color);
  const entries = graveEntries(plan, changes, isBlocked);
  return fittedSection('Irreversible or destructive', changes.length, entries.length, GRAVE_BYTES, options, {
    block: (index) => entryBlock(entries[index], isBlocked, options),
    gap: (hidden) => paint('bold', paint('red', hiddenGrave(hidden))),
  });
}

function otherSection(
  title: string,
  changes: readonly Change[],
  isBlocked: IsBlocked,
  options: PlanTextOptions,
): string[] {
  const entries = groupChanges(changes, isBlocked);
  return fittedSection(title, changes.length, entries.length, OTHER_BYTES, options, {
    block: (index) => entryBlock(entries[index], isBlocked, options),
    gap: (hidden) => hiddenOther(hidden),
  });
}

function entryBlock(entry: Entry | undefined, isBlocked: IsBlocked, options: PlanTextOptions): string[] {
  if (entry === undefined) return [];
  if (entry.change !== undefined) return blockOf(entry.change, isBlocked(entry.change), options);
  const group = maskedGroup(entry.group, options.mask);
  return groupBlock(group, group.changes.slice(0, SAMPLES), options);
}

interface Blocks {
  block(index: number): string[];
  gap(hidden: number): string;
}

function fittedSection(
  title: string,
  total: number,
  count: number,
  room: number,
  options: PlanTextOptions,
  { block, gap }: Blocks,
): string[] {
  if (total === 0) return [];
  const paint = paintFor(options.color);
  const { head, hidden, tail } = fitMiddle(count, room, (index) => {
    const text = block(index).join('\n');
    return { block: text, size: Buffer.byteLength(text) + 1 };
  });
  return [
    paint('bold', `${title} (${total})`),
    ...head,
    ...(hidden > 0 ? [`  ${gap(hidden)}`] : []),
    ...tail,
  ];
}

function blockOf(change: Change, blocked: boolean, options: PlanTextOptions): string[] {
  return changeBlock(options.mask?.change(change) ?? change, { ...options, blocked });
}

function errorLines(plan: PlanDocument, paint: Paint): string[] {
  const errors = plan.diagnostics.filter((one) => one.severity === 'error').length;
  if (errors === 0) return [];
  return [paint('red', `This plan has ${counted(errors, 'error')}: it is neither saved nor applied.`)];
}
