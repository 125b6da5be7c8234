import type { FieldChange } from '../../types/change.ts';
import type { Json } from '../../types/json.ts';
import type { Ink, Paint } from '../terminal/paint.ts';
import { displayWidth, graphemes, shorten } from '../terminal/width.ts';
import { fieldForm, type Members } from '../view/field-form.ts';
import { inert } from '../words/inert.ts';
import type { UnifiedDiff } from '../words/unified-diff.ts';
import { showAfter, showString, showValue } from '../words/value.ts';

const ARROW = ' → ';

/**
 * What becomes of one field, in lines of at most `room` columns: `3 → 5`, `+ vip, - beta` for lists and memberships, only the
 * value where there was none to compare with. What is too long for one line breaks after the arrow.
 */
export function showField(path: string, field: FieldChange, room: number, paint: Paint): string[] {
  const shown = fieldForm(field);
  if (shown.form === 'value') return [paint('green', showValue(path, shown.value, room))];
  if (shown.form === 'members') return [showMembers(shown.members, room, paint).text];
  if (shown.form === 'diff') {
    const row = shown.members === undefined ? undefined : showMembers(shown.members, room, paint);
    return row?.isWhole === true ? [row.text] : showDiff(shown.diff, room, paint);
  }
  const [from, to] = tellApart(shown.before, shown.after);
  const shownFrom = showValue(path, from, room - ARROW.length);
  const shownTo = showAfter(path, to, room);
  const fits = displayWidth(shownFrom) + ARROW.length + displayWidth(shownTo) <= room;
  if (fits) return [`${paint('red', shownFrom)}${ARROW}${paint('green', shownTo)}`];
  return [`${paint('red', shownFrom)}${ARROW.trimEnd()}`, paint('green', shownTo)];
}

const INKS = { '-': 'red', '+': 'green', '@': 'blue', ' ': 'dim' } as const satisfies Record<string, Ink>;

function showDiff(diff: UnifiedDiff, room: number, paint: Paint): string[] {
  const lines = diff.lines.map(({ sign, text }) => paint(INKS[sign], shorten(`${sign}${text}`, room)));
  return diff.left > 0 ? [...lines, `and ${diff.left} more lines`] : lines;
}

/** What a list loses and gains, in one line; `isWhole` is false where not all of it had room. */
function showMembers(
  { add, remove }: Members,
  room: number,
  paint: Paint,
): { text: string; isWhole: boolean } {
  const items = [
    ...remove.map((name) => ({ ink: 'red' as const, text: `- ${showString(name)}` })),
    ...add.map((name) => ({ ink: 'green' as const, text: `+ ${showString(name)}` })),
  ];
  if (items.length === 0) return { text: '(no difference)', isWhole: true };
  const shown: string[] = [];
  let used = 0;
  for (const [index, item] of items.entries()) {
    const rest = items.length - index;
    const text = shorten(item.text, Math.max(8, room));
    const reserve = rest > 1 ? `, and ${rest - 1} more`.length : 0;
    if (index > 0 && used + displayWidth(text) + 2 + reserve > room) {
      shown.push(`and ${rest} more`);
      return { text: shown.join(', '), isWhole: false };
    }
    used += displayWidth(text) + 2;
    shown.push(paint(item.ink, text));
  }
  return { text: shown.join(', '), isWhole: true };
}

/** Of strings with more graphemes than this, a common beginning and end are cut so that the difference stays in view. */
const LONG = 40;
/** Graphemes of the common part that stay for orientation. */
const CONTEXT = 8;

/** Two long strings without most of what they have in common. */
function tellApart(before: Json, after: Json): [Json, Json] {
  if (typeof before !== 'string' || typeof after !== 'string') return [before, after];
  const [near, next] = nearDifference(before, after);
  const a = graphemes(near);
  const b = graphemes(next);
  if (Math.min(a.length, b.length) <= LONG) return [before, after];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const cutHead = Math.max(0, head - CONTEXT);
  const cutTail = Math.max(0, tail - CONTEXT);
  const part = (all: readonly string[]) =>
    `${cutHead > 0 ? '…' : ''}${all.slice(cutHead, all.length - cutTail).join('')}${cutTail > 0 ? '…' : ''}`;
  return [part(a), part(b)];
}

/** UTF-16 units that are kept around the first and the last difference before graphemes are counted, which is slow. */
const NEAR_UNITS = 1000;

/** Two long texts, cut down to the neighbourhood of where they differ. */
function nearDifference(before: string, after: string): [string, string] {
  const shorter = Math.min(before.length, after.length);
  if (shorter <= 4 * NEAR_UNITS) return [cut(before, 0, before.length), cut(after, 0, after.length)];
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const from = Math.max(0, head - NEAR_UNITS);
  const spare = Math.max(0, tail - NEAR_UNITS);
  return [cut(before, from, before.length - spare), cut(after, from, after.length - spare)];
}

/** A part of a text, its middle left out where even that is long. */
function cut(text: string, from: number, to: number): string {
  const part = text.slice(from, to).toWellFormed();
  const middle =
    part.length <= 8 * NEAR_UNITS ? part : `${part.slice(0, 2 * NEAR_UNITS)}…${part.slice(-2 * NEAR_UNITS)}`;
  return `${from > 0 ? '…' : ''}${middle}${to < text.length ? '…' : ''}`;
}

/** A field path, inert and short enough to leave room for values. */
export function showPath(path: string, room: number): string {
  return shorten(inert(path), room);
}
