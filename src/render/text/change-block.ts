import {
  type Action,
  type Change,
  type FieldChange,
  type FieldChanges,
  isMembership,
} from '../../types/change.ts';
import { otherNotes, pairWords } from '../changes/merge-facts.ts';
import type { Look } from '../terminal/look.ts';
import { type Ink, paintFor } from '../terminal/paint.ts';
import { displayWidth, padTo, shortenMiddle, wrap } from '../terminal/width.ts';
import { BLOCKED_GLYPH, GLYPHS, isGrave } from '../view/plan-words.ts';
import { inert } from '../words/inert.ts';
import { placeText } from '../words/place-text.ts';
import { showField, showPath } from './field-row.ts';

const INDENT = '      ';
/** The longest field path that is aligned with the others; the values start behind it. */
const PATH_COLUMNS = 36;
/** The narrowest output that is laid out at all. */
const LEAST_WIDTH = 40;

export const INKS: Readonly<Record<Action, Ink>> = {
  create: 'green',
  update: 'yellow',
  convert: 'magenta',
  merge: 'magenta',
  archive: 'red',
  unarchive: 'cyan',
};

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
export function changeBlock(change: Change, look: Look & { readonly blocked: boolean }): string[] {
  const paint = paintFor(look.color);
  const room = Math.max(LEAST_WIDTH, look.width) - INDENT.length;
  const sentences = (label: string, text: string) => {
    const lines = wrap(`${label}: ${inert(text)}`, room);
    return lines.map((line, index) => paint('dim', `${INDENT}${index > 0 ? '  ' : ''}${line}`));
  };
  const pair =
    change.action === 'merge' && otherNotes(change).length < change.notes.length
      ? wrap(pairWords(change), room).map((line, index) => `${INDENT}${index > 0 ? '  ' : ''}${line}`)
      : [];
  return [
    headLine(change, { ...look, right: change.source === null ? '' : placeText(change.source) }),
    ...pair,
    ...fieldRows(change.fields, look),
    ...(isGrave(change) ? sentences('why', reasonOf(change)) : []),
    ...change.also.flatMap((address) => sentences('also declared as', address)),
    ...otherNotes(change).flatMap((note) => sentences('note', note)),
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

/** Glyph and address, and at the right where it is declared or what it is called elsewhere. */
export function headLine(
  change: Pick<Change, 'address' | 'action'>,
  look: Look & { readonly blocked: boolean; readonly right: string },
): string {
  const { blocked, right } = look;
  const paint = paintFor(look.color);
  const width = Math.max(LEAST_WIDTH, look.width);
  const glyph = `${blocked ? `${BLOCKED_GLYPH} ` : ''}${GLYPHS[change.action]}`;
  const left = `  ${glyph} ${inert(change.address)}`;
  const head = `  ${paint(blocked ? 'red' : INKS[change.action], glyph)} ${paint('bold', inert(change.address))}`;
  const gap = width - displayWidth(left) - displayWidth(right);
  if (right === '') return head;
  if (gap >= 2) return `${head}${' '.repeat(gap)}${paint('dim', right)}`;
  return `${head}\n${INDENT}${paint('dim', shortenMiddle(right, width - INDENT.length))}`;
}

/** Why a grave change is planned and what it takes away. */
export function reasonOf(change: Change): string {
  const effects = Object.entries(change.fields).flatMap(([path, field]) => lossOf(path, field));
  const parts = [change.reason, ...effects, ...(change.irreversible ? ['cannot be undone'] : [])];
  return parts.filter((part) => part !== '').join('; ');
}

function lossOf(path: string, field: FieldChange): string[] {
  if (isMembership(field)) {
    return field.remove.length > 0 ? [`takes off ${field.remove.length} of the ${path}`] : [];
  }
  if (path === 'unsubscribed_from_emails')
    return field.before === true ? ['subscribes the person to emails again'] : [];
  const { before, after } = field;
  if (path !== 'options' || !Array.isArray(before) || !Array.isArray(after)) return [];
  const dropped = before.filter((option) => !after.includes(option));
  return dropped.length > 0 ? [`drops ${dropped.length} of the options`] : [];
}
