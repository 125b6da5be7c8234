import { crc32 } from '../types/crc-32.ts';
import { LineSums } from './line-sums.ts';

/** How far a journal got: how many lines it has, and a sum over their bytes. */
export interface Link {
  readonly lines: number;
  readonly sum: number;
}

const START: Link = { lines: 0, sum: 0 };
const MARK = /,"#":\[(\d+),(\d+)\]\}$/;

/**
 * Each line says behind which line it was written: how many lines there are with it, and the running CRC-32 over them.
 *
 *     {"t":"run","#":[1,907060870]}
 *     {"t":"intent","n":0,"#":[2,1212055764]}
 *
 * Journals of stores of version 1 have no marks; what is appended to one begins to count behind their lines.
 */
export function marked(text: string, after: Link): { readonly line: string; readonly link: Link } {
  const link = { lines: after.lines + 1, sum: crc32(text, after.sum) };
  return { line: `${text.slice(0, -1)},"#":[${link.lines},${link.sum}]}`, link };
}

/**
 * Follows a journal line by line and notices a line that is gone, doubled, moved or changed. Two processes may append to one
 * journal: a holder of the lock that was suspended, and the one that took the lock over. Then both continue after the same
 * line, and neither knows of the other.
 *
 *     1 ─ 2 ─ 3 ─ 4 ─ 5       lines of the one
 *          └─ 3 ─ 4           lines of the other, in between
 */
export class Chain {
  readonly #sums = new LineSums();
  #end: Link = START;
  #isMarked = false;

  constructor() {
    this.#sums.add(START.lines, START.sum);
  }

  /** The line after which a new writer continues. */
  get end(): Link {
    return this.#end;
  }

  /** The line as it was before it was marked, and whether it stands where it was written. */
  follow(line: string): { readonly text: string; readonly isInPlace: boolean } {
    const mark = MARK.exec(line);
    if (mark === null) {
      const isOld = !this.#isMarked;
      if (isOld) this.#goOn({ lines: this.#end.lines + 1, sum: crc32(line, this.#end.sum) });
      return { text: line, isInPlace: isOld };
    }
    this.#isMarked = true;
    const text = `${line.slice(0, mark.index)}}`;
    const link = { lines: Number(mark[1]), sum: Number(mark[2]) };
    const before = this.#sums.after(link.lines - 1);
    const isInPlace =
      before.some((sum) => crc32(text, sum) === link.sum) && !this.#sums.after(link.lines).includes(link.sum);
    this.#goOn(link);
    return { text, isInPlace };
  }

  #goOn(link: Link): void {
    this.#end = link;
    this.#sums.add(link.lines, link.sum);
  }
}
