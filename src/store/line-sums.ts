import { Numbers } from '../types/numbers.ts';

/** Sums after consecutive counts of lines, from `from` on. */
interface Stretch {
  readonly from: number;
  readonly sums: Numbers;
  length: number;
}

/**
 * The sum after each count of lines of a journal, at four bytes a line. Where lines are gone, or two writers went on after the same
 * line, another stretch begins; a whole journal is one.
 */
export class LineSums {
  readonly #stretches: Stretch[] = [];

  add(lines: number, sum: number): void {
    let stretch = this.#stretches.find(({ from, length }) => from + length === lines);
    if (stretch === undefined) {
      stretch = { from: lines, sums: new Numbers(), length: 0 };
      this.#stretches.push(stretch);
    }
    stretch.sums.set(stretch.length, sum);
    stretch.length += 1;
  }

  /** Several where several writers wrote a line after the same count. */
  after(lines: number): readonly number[] {
    return this.#stretches
      .filter(({ from, length }) => lines >= from && lines < from + length)
      .map(({ from, sums }) => sums.get(lines - from));
  }
}
