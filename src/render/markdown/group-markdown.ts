import type { Change } from '../../types/change.ts';
import { type ChangeGroup, samplesOf } from '../changes/group-changes.ts';
import { groupCount, groupParts, namesAllAgreed } from '../changes/group-words.ts';
import { SAMPLES } from '../changes/grouping.ts';
import { isIdentityField, tellingFields } from '../changes/identity-fields.ts';
import { isInSet } from '../changes/kind-facts.ts';
import type { Mask } from '../mask/mask.ts';
import { maskedGroup } from '../view/plan-words.ts';
import { thousands } from '../words/counted.ts';
import { inert } from '../words/inert.ts';
import { changeItem, glyphOf, rowText } from './change-markdown.ts';
import { code, entities, sentence } from './markdown-text.ts';
import { type Piece, pieceOf, sizeOf, sumOf } from './shown-piece.ts';

/** Columns of one part of a title. */
const PART_COLUMNS = 120;
/** Characters around the rows of a group. */
const AROUND = 80;

/** A group that opens on its first changes, and on a row for each as far as rows are given. */
export function groupItem(group: ChangeGroup, mask: Mask | undefined, rows: readonly Piece[] = []): Piece {
  const shown = maskedGroup(group, mask);
  const parts = groupParts(shown).map((part) => sentence(part, PART_COLUMNS));
  const samples = samplesOf(shown).map((change) => changeItem(change, group.blocked));
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
  const [rich, lean] = [new Rows(room), new Rows(room)];
  for (const change of membersOf(group)) {
    const shown = mask?.change(change) ?? change;
    const facts = { agreed, isTitleWhole, blocked: group.blocked };
    rich.add(() => groupRow(shown, { ...facts, withAll: true }));
    lean.add(() => groupRow(shown, { ...facts, withAll: false }));
    if (rich.isFull && lean.isFull) break;
  }
  if (!rich.isFull) return rich.pieces;
  return lean.pieces.length > SAMPLES ? lean.pieces : [];
}

/** Those that are held, and only as long as somebody wants more, all that follow. */
function* membersOf({ heads, changes }: ChangeGroup): Generator<Change> {
  yield* heads;
  if (changes.length <= heads.length) return;
  let index = 0;
  for (const change of changes) {
    if (index >= heads.length) yield change;
    index += 1;
  }
}

/** Rows until there is no room for the next. */
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
  readonly blocked: boolean;
}

function groupRow(change: Change, { agreed, withAll, isTitleWhole, blocked }: RowOptions): Piece {
  const own = Object.keys(change.fields).filter((path) => !agreed.has(path));
  const telling = tellingFields(change).filter((path) => !agreed.has(path));
  // The address of somebody new says as much as these.
  const left = own.filter((path) => !isInSet(change.kind) || !isIdentityField(path));
  const { text, isWhole } = rowText(change, telling, withAll ? [...telling, ...left] : telling);
  const start = `${glyphOf(change, blocked)} ${inert(change.address)}`;
  const row = entities(text === '' ? start : `${start}  ${text}`);
  return pieceOf(row, isTitleWhole && isWhole && (withAll || left.length === 0));
}
