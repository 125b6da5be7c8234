import { Numbers } from '../../types/numbers.ts';

/** The notes of a row, as bits. */
export const NOTES = {
  /** Nothing has to change: in general, and where detaching and pruning are withheld. */
  unchanged: 1,
  unchangedIfWithheld: 2,
  /** Left out because of a policy, a conflict or an incomplete read. */
  skipped: 4,
  /** It could not be decided who it is. */
  leftOut: 8,
  /** Its live contact counts as a member of its set. */
  member: 16,
  /** There is a contact for it, live or to be created. */
  wanted: 32,
  /** … and that contact is not declared archived. */
  lasting: 64,
  /** It is declared, and no live contact was found or is created. */
  absent: 128,
  /** It keeps something that it would lose, because a later version declares it. */
  later: 256,
  /** One of its reads was incomplete. */
  incomplete: 512,
  /** It shares a declared key with another row, so it is not planned by itself. */
  held: 1024,
  /** For the representative of a group: its rows were not planned together yet. */
  met: 2048,
  /** It or its group is planned last, when it is known who left sets. */
  last: 4096,
  /** It was checked for what needs no live state. */
  checked: 8192,
  /** An error was found when it was compared with live. */
  faulty: 16384,
  /** It has a live person, and nothing is planned of it: a row that was left out names them, or declarations disagree. */
  setAside: 32768,
} as const;

/** Notes that stay when the row is planned in another round. */
const LASTING = NOTES.held | NOTES.met | NOTES.last | NOTES.checked;

/** For a row that is not planned yet. */
export const NO_PART = 0;

/** The number of the round is stored above the bits of the notes. */
const ROUND = 2 ** 16;

/** For each row its notes, the part in which it was planned, and the round that counts. */
export class RowNotes {
  readonly #notes = new Numbers();
  readonly #parts = new Numbers();
  #rows = 0;

  add(): void {
    this.#notes.set(this.#rows, 0);
    this.#parts.set(this.#rows, NO_PART);
    this.#rows++;
  }

  note(row: number, bits: number): void {
    this.#notes.set(row, this.#notes.get(row) | bits);
  }

  has(row: number, bits: number): boolean {
    return (this.#notes.get(row) & bits) !== 0;
  }

  erase(row: number, bits: number): void {
    this.#notes.set(row, this.#notes.get(row) & ~bits);
  }

  /** Begins to plan a row, and drops the notes of earlier rounds. */
  begin(row: number, { part, round }: { readonly part: number; readonly round: number }): void {
    this.#notes.set(row, (this.#notes.get(row) & LASTING) + round * ROUND);
    this.#parts.set(row, part);
  }

  part(row: number): number {
    return this.#parts.get(row);
  }

  /** The round that counts; 0 before the first one. */
  round(row: number): number {
    return Math.floor(this.#notes.get(row) / ROUND);
  }

  /** How many rows have any of these bits, in the range `from` (inclusive) `to` (exclusive). */
  count(bits: number, from = 0, to = this.#rows): number {
    let count = 0;
    for (let row = from; row < to; row++) if (this.has(row, bits)) count++;
    return count;
  }

  /** How many of the first `to` rows have any of `bits`, and none of `ruledOut`. */
  countWithout(ruledOut: number, bits: number, to: number): number {
    let count = 0;
    for (let row = 0; row < to; row++) if (this.has(row, bits) && !this.has(row, ruledOut)) count++;
    return count;
  }
}
