import type { Diagnostic, Report } from '../../../types/diagnostic.ts';

type Fault = Pick<Diagnostic, 'summary' | 'help'>;

/** How many lines a message lists. */
const namedLines = 5;

/** Rows that cannot be split into cells, grouped by what is wrong with them. */
export class BrokenRows {
  readonly #sorts = new Map<string, { readonly lines: number[]; readonly help: string | undefined }>();
  #count = 0;

  see({ summary, help }: Fault, line: number): void {
    this.#count++;
    const sort = this.#sorts.get(summary) ?? { lines: [], help };
    sort.lines.push(line);
    this.#sorts.set(summary, sort);
  }

  /** Reports them: as an error if no row could be read. `readable`: the number of rows that could. */
  report(readable: number, shown: string, report: Report): void {
    if (this.#count === 0) return;
    const all = this.#count + readable;
    const sorts = [...this.#sorts].sort(([, a], [, b]) => b.lines.length - a.lines.length);
    report({
      code: 'unreadable-rows',
      severity: readable === 0 ? 'error' : 'warning',
      summary: `${this.#count} of ${all} rows of ${shown} cannot be read`,
      detail: sorts.map(([what, { lines }]) => `${what}: ${lineList(lines)}`).join('; '),
      help: `${sorts[0]?.[1].help ?? 'mend them'}${readable === 0 ? '' : '; or leave such rows out with on_bad_row: skip under policy'}`,
    });
  }
}

/** `line 3`, or `lines 3, 5, 8 and 12 more`. */
export function lineList(lines: readonly number[]): string {
  const more = lines.length - namedLines;
  return `${lines.length === 1 ? 'line' : 'lines'} ${lines.slice(0, namedLines).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
