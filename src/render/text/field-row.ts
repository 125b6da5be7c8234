import type { FieldChange } from '../../types/change.ts';
import type { Ink, Paint } from '../terminal/paint.ts';
import { displayWidth, shorten } from '../terminal/width.ts';
import { fieldForm, type Members } from '../view/field-form.ts';
import { inert } from '../words/inert.ts';
import { tellApart } from '../words/tell-apart.ts';
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

/** A field path, inert and short enough to leave room for values. */
export function showPath(path: string, room: number): string {
  return shorten(inert(path), room);
}
