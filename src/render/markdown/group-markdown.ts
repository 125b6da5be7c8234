import type { Change } from '../../types/change.ts';
import type { ChangeGroup } from '../changes/group-changes.ts';
import { namesAllAgreed } from '../changes/group-words.ts';
import { SAMPLES } from '../changes/grouping.ts';
import { isIdentityField, tellingFields } from '../changes/identity-fields.ts';
import { isInSet } from '../changes/kind-facts.ts';
import type { Showing, ShownChange, ShownGroup } from '../view/shown-change.ts';
import { thousands } from '../words/counted.ts';
import { inert } from '../words/inert.ts';
import { changeItem, rowText } from './change-markdown.ts';
import { code, entities, sentence } from './markdown-text.ts';
import { type Piece, pieceOf, sizeOf, sumOf } from './shown-piece.ts';

/** Columns of one part of a title. */
const PART_COLUMNS = 120;
/** Characters that a list of rows takes besides the rows. */
const AROUND = 80;

/** A group that unfolds: its first changes in full, then the given rows, one for each change. */
export function groupItem(shown: ShownGroup, rows: readonly Piece[] = []): Piece {
  const { group, glyph, count } = shown;
  const parts = shown.parts.map((part) => sentence(part, PART_COLUMNS));
  const samples = shown.samples.map(changeItem);
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
    `<details><summary>${code(glyph)} <b>${count}: ${parts.join(', ')}</b></summary>`,
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
 * A row for each change of a group, as many as fit. If all fit with every field in which the changes differ, they have those fields;
 * otherwise they only have what tells who is meant.
 */
export function groupRows(group: ChangeGroup, show: Showing, room: number): readonly Piece[] {
  const agreed = new Set(group.fields.flatMap(({ path, same }) => (same === undefined ? [] : [path])));
  const isTitleWhole = namesAllAgreed(group);
  const [rich, lean] = [new Rows(room), new Rows(room)];
  for (const change of membersOf(group)) {
    const shown = show.change(change);
    const facts = { agreed, isTitleWhole };
    rich.add(() => groupRow(shown, { ...facts, withAll: true }));
    lean.add(() => groupRow(shown, { ...facts, withAll: false }));
    if (rich.isFull && lean.isFull) break;
  }
  if (!rich.isFull) return rich.pieces;
  return lean.pieces.length > SAMPLES ? lean.pieces : [];
}

/** The changes of a group. Only who goes on beyond those that are held reads the plan again. */
function* membersOf({ heads, changes }: ChangeGroup): Generator<Change> {
  yield* heads;
  if (changes.length <= heads.length) return;
  let index = 0;
  for (const change of changes) {
    if (index >= heads.length) yield change;
    index += 1;
  }
}

/** Collects rows until the next has no room. */
class Rows {
  readonly pieces: Piece[] = [];
  isFull = false;
  readonly #room: number;
  #used = AROUND;

  constructor(room: number) {
    this.#room = room;
  }

  add(make: () => Piece): void {
    if (this.isFull) return;
    const row = make();
    this.#used += row.text.length + 1;
    this.isFull = this.#used > this.#room;
    if (!this.isFull) this.pieces.push(row);
  }
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
}

function groupRow({ change, glyph }: ShownChange, { agreed, withAll, isTitleWhole }: RowOptions): Piece {
  const own = Object.keys(change.fields).filter((path) => !agreed.has(path));
  const telling = tellingFields(change).filter((path) => !agreed.has(path));
  // Identity fields that are not telling repeat the address.
  const left = own.filter((path) => !isInSet(change.kind) || !isIdentityField(path));
  const { text, isWhole } = rowText(change, telling, withAll ? [...telling, ...left] : telling);
  const start = `${glyph} ${inert(change.address)}`;
  const row = entities(text === '' ? start : `${start}  ${text}`);
  return pieceOf(row, isTitleWhole && isWhole && (withAll || left.length === 0));
}
