import { Numbers } from '../../types/numbers.ts';

/** What is noted of a row: bits that may stand together. */
export const NOTES = {
  /** Nothing has to change: in any case, or only where nothing may be taken off anybody. */
  unchanged: 1,
  unchangedIfWithheld: 2,
  /** Policy, a conflict or an incomplete read leaves it out. */
  skipped: 4,
  /** Who it is could not be settled. */
  leftOut: 8,
  /** A live contact that counts as a member of its set. */
  member: 16,
  /** It has a person, live or created. */
  wanted: 32,
  /** … who is not archived as declared. */
  lasting: 64,
  /** Its set declares it, and nobody is live. */
  absent: 128,
  /** It keeps what it would lose, since a later version declares it. */
  later: 256,
  /** A read of it came short. */
  incomplete: 512,
  /** It shares a declared key with another row, so that it is not planned by itself. */
  held: 1024,
  /** Of the row that a group is known by: its rows were not planned together. */
  met: 2048,
  /** It, or its group, is planned last, when it is known who left sets. */
  last: 4096,
  /** What can be said of it without the live side was said. */
  checked: 8192,
  /** An error was found of it once the live side was known. */
  faulty: 16384,
} as const;

/** What is true of a row in whichever round it is planned. */
const LASTING = NOTES.held | NOTES.met | NOTES.last | NOTES.checked;

/** The part of a row that is not planned yet. */
export const NO_PART = 0;

/** Above the bits of the notes: which planning of the row counts. */
const ROUND = 2 ** 16;

/** Notes on rows by their number: some bits, the part that it was planned in, and which planning of it counts. */
export class RowNotes {
  readonly #notes = new Numbers();
  readonly #parts = new Numbers();
  #rows = 0;

  /** Takes a new row. */
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

  /** Begins to plan the row: whatever was noted in an earlier round is taken back. */
  begin(row: number, { part, round }: { readonly part: number; readonly round: number }): void {
    this.#notes.set(row, (this.#notes.get(row) & LASTING) + round * ROUND);
    this.#parts.set(row, part);
  }

  part(row: number): number {
    return this.#parts.get(row);
  }

  /** The round of planning that counts; 0 before the first. */
  round(row: number): number {
    return Math.floor(this.#notes.get(row) / ROUND);
  }

  /** How many rows of those `from` one `to` another have any of the bits. */
  count(bits: number, from = 0, to = this.#rows): number {
    let count = 0;
    for (let row = from; row < to; row++) if (this.has(row, bits)) count++;
    return count;
  }

  /** How many of the first rows have any of the bits, and none of those that rule it out. */
  countWithout(ruledOut: number, bits: number, to: number): number {
    let count = 0;
    for (let row = 0; row < to; row++) if (this.has(row, bits) && !this.has(row, ruledOut)) count++;
    return count;
  }
}
