import type { Change } from '../types/change.ts';
import { changeItem, glyphOf, rowText } from './change-markdown.ts';
import { thousands } from './counted.ts';
import { type ChangeGroup, SAMPLES } from './group-changes.ts';
import { groupCount, groupParts, namesAllAgreed } from './group-words.ts';
import { isIdentityField, tellingFields } from './identity-fields.ts';
import { inert } from './inert.ts';
import { code, entities, sentence } from './markdown-text.ts';
import type { Mask } from './mask.ts';
import { maskedGroup } from './plan-words.ts';
import { type Piece, pieceOf, sizeOf, sumOf } from './shown-piece.ts';

/** Columns of one part of a title. */
const PART_COLUMNS = 120;
/** Characters around the rows of a group. */
const AROUND = 80;

/** A group that opens on its first changes, and on a row for each as far as rows are given. */
export function groupItem(group: ChangeGroup, mask: Mask | undefined, rows: readonly Piece[] = []): Piece {
  const shown = maskedGroup(group, mask);
  const parts = groupParts(shown).map((part) => sentence(part, PART_COLUMNS));
  const samples = shown.changes.slice(0, SAMPLES).map((change) => changeItem(change, group.blocked));
  const { length } = group.changes;
  const counts = sumOf([...samples, ...rows.slice(samples.length)]);
  const heading =
    rows.length === length
      ? `All ${thousands(length)}`
      : `The first ${thousands(rows.length)} of ${thousands(length)}`;
  const list =
    rows.length === 0
      ? []
      : ['', `${heading}, a line each:`, '', '<pre lang="diff">', ...rows.map(({ text }) => text), '</pre>'];
  const text = [
    '',
    `<details><summary>${code(glyphOf(group, group.blocked))} <b>${groupCount(group)}: ${parts.join(', ')}</b></summary>`,
    '',
    `The first ${samples.length}:`,
    '',
    ...samples.map((sample) => sample.text),
    ...list,
    '',
    '</details>',
    '',
  ].join('\n');
  return { ...counts, text };
}

/**
 * A row for each change of a group, as many as fit: with all the fields in which it differs from the others where that fits for all,
 * else with those that tell who is meant.
 */
export function groupRows(group: ChangeGroup, mask: Mask | undefined, room: number): readonly Piece[] {
  const agreed = new Set(group.fields.flatMap(({ path, same }) => (same === undefined ? [] : [path])));
  const isTitleWhole = namesAllAgreed(group);
  const rows = (withAll: boolean) => {
    const made: Piece[] = [];
    let used = AROUND;
    for (const change of group.changes) {
      const row = groupRow(mask?.change(change) ?? change, {
        agreed,
        withAll,
        isTitleWhole,
        blocked: group.blocked,
      });
      used += row.text.length + 1;
      if (used > room) break;
      made.push(row);
    }
    return made;
  };
  const rich = rows(true);
  if (rich.length === group.changes.length) return rich;
  const lean = rows(false);
  return lean.length > SAMPLES ? lean : [];
}

/** Characters that the rows take in their group. */
export function sizeOfRows(rows: readonly Piece[]): number {
  return rows.length === 0 ? 0 : sizeOf(rows) + AROUND;
}

interface RowOptions {
  /** Paths of the fields that the title holds for all. */
  readonly agreed: ReadonlySet<string>;
  readonly withAll: boolean;
  readonly isTitleWhole: boolean;
  readonly blocked: boolean;
}

function groupRow(change: Change, { agreed, withAll, isTitleWhole, blocked }: RowOptions): Piece {
  const own = Object.keys(change.fields).filter((path) => !agreed.has(path));
  const telling = tellingFields(change).filter((path) => !agreed.has(path));
  // The address of somebody new says as much as these.
  const left = own.filter((path) => change.kind !== 'contact' || !isIdentityField(path));
  const { text, isWhole } = rowText(change, telling, withAll ? [...telling, ...left] : telling);
  const start = `${glyphOf(change, blocked)} ${inert(change.address)}`;
  const row = entities(text === '' ? start : `${start}  ${text}`);
  return pieceOf(row, isTitleWhole && isWhole && (withAll || left.length === 0));
}
