import type { Action, FieldChanges } from '../../types/change.ts';
import type { Look } from '../terminal/look.ts';
import { type Ink, paintFor } from '../terminal/paint.ts';
import { displayWidth, padTo, shortenMiddle, wrap } from '../terminal/width.ts';
import type { ShownChange } from '../view/shown-change.ts';
import { inert } from '../words/inert.ts';
import { placeText } from '../words/place-text.ts';
import { showField, showPath } from './field-row.ts';

const INDENT = '      ';
/** Values start in one column behind the longest path, but no further right than this. */
const PATH_COLUMNS = 36;
/** A narrower terminal is treated as if it had this width. */
const LEAST_WIDTH = 40;

const INKS: Readonly<Record<Action, Ink>> = {
  create: 'green',
  update: 'yellow',
  convert: 'magenta',
  merge: 'magenta',
  archive: 'red',
  unarchive: 'cyan',
  delete: 'red',
};

/** The colour of a glyph. */
export function inkOf(action: Action, blocked: boolean): Ink {
  return blocked ? 'red' : INKS[action];
}

/**
 * One change:
 *
 *   ~ contact/beta/customer-9001                         migrations/0002-contacts.yaml:14
 *       custom_attributes.seats  3 → 5
 *       tags                     + vip
 *       lead ada@acme.test → user ada: share email   (merges)
 *       why: …   (grave changes)
 *       note: …
 */
export function changeBlock(shown: ShownChange, look: Look): string[] {
  const { change, pair, why } = shown;
  const paint = paintFor(look.color);
  const room = Math.max(LEAST_WIDTH, look.width) - INDENT.length;
  const sentences = (label: string, text: string) => {
    const lines = wrap(`${label}: ${inert(text)}`, room);
    return lines.map((line, index) => paint('dim', `${INDENT}${index > 0 ? '  ' : ''}${line}`));
  };
  const pairLines = pair === undefined ? [] : wrap(pair, room);
  return [
    headLine(shown, { ...look, right: change.source === null ? '' : placeText(change.source) }),
    ...pairLines.map((line, index) => `${INDENT}${index > 0 ? '  ' : ''}${line}`),
    ...fieldRows(change.fields, look),
    ...(why === undefined ? [] : sentences('why', why)),
    ...change.also.flatMap((address) => sentences('also declared as', address)),
    ...shown.notes.flatMap((note) => sentences('note', note)),
  ];
}

/** What becomes of each field, the values in one column. */
export function fieldRows(fields: FieldChanges, look: Look): string[] {
  const paint = paintFor(look.color);
  const width = Math.max(LEAST_WIDTH, look.width);
  const room = width - INDENT.length;
  const half = Math.floor(room / 2);
  const names = new Map(Object.keys(fields).map((path) => [path, inert(path)]));
  const aligned = [...names.values()].map((name) => displayWidth(name)).filter((columns) => columns <= half);
  const column = Math.min(half, PATH_COLUMNS, Math.max(0, ...aligned));
  return Object.entries(fields).flatMap(([path, field]) => {
    const name = names.get(path) ?? '';
    const below = () => showField(path, field, room - 2, paint).map((value) => `${INDENT}  ${value}`);
    if (displayWidth(name) > half) return [INDENT + showPath(path, room), ...below()];
    const start = `${INDENT}${padTo(name, column)}  `;
    const values = showField(path, field, width - displayWidth(start), paint);
    // An email or an id that has no room beside its path is shown whole below it.
    if (isCut(values) && !isCut(below())) return [start.trimEnd(), ...below()];
    return values.map((value, index) => (index === 0 ? start : ' '.repeat(displayWidth(start))) + value);
  });
}

function isCut(lines: readonly string[]): boolean {
  return lines.some((line) => line.includes('…'));
}

/** Glyph and address, with `right` at the right edge: where the change is declared, or the id in Intercom. */
export function headLine(
  { change, blocked, glyph }: ShownChange,
  look: Look & { readonly right: string },
): string {
  const { right } = look;
  const paint = paintFor(look.color);
  const width = Math.max(LEAST_WIDTH, look.width);
  const left = `  ${glyph} ${inert(change.address)}`;
  const head = `  ${paint(inkOf(change.action, blocked), glyph)} ${paint('bold', inert(change.address))}`;
  const gap = width - displayWidth(left) - displayWidth(right);
  if (right === '') return head;
  if (gap >= 2) return `${head}${' '.repeat(gap)}${paint('dim', right)}`;
  return `${head}\n${INDENT}${paint('dim', shortenMiddle(right, width - INDENT.length))}`;
}
