import { SourceProblem } from '../source-problem.ts';

/** A quoted cell that is longer was never closed. */
const maxQuotedCharacters = 1024 * 1024;
/** No line is longer than this many characters. */
const maxLine = 16 * 1024 * 1024;

/** One record of a CSV file; `line` is where it begins. Of a broken one, its first line and what is wrong with the quotes. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
  readonly broken?: { readonly text: string; readonly fault: QuoteFault; readonly cell: number };
}

/**
 * A cell that seems to close on a later line with text behind it counts as `unclosed`: the quote found belongs to another
 * cell.
 */
export type QuoteFault = 'unclosed' | 'text-behind';

/**
 * CSV text → records, RFC 4180: a quote counts at the beginning of a cell only, `""` inside is one. Records end with
 * \n, \r\n or, where the file has no \n, \r. A record whose quotes are broken is given up at the end of its first line
 * and the next line is a record again, so that one bad quote costs one row and little memory.
 */
export class CsvSplitter {
  readonly #delimiter: string;
  readonly #newline: string;
  #text = '';
  #at = 0;
  #line: number;
  #quote = -1;
  #final = false;

  constructor(delimiter: string, newline: '\n' | '\r', firstLine = 1) {
    this.#delimiter = delimiter;
    this.#newline = newline;
    this.#line = firstLine;
  }

  /** The line of the record that comes next. */
  get line(): number {
    return this.#line;
  }

  /** The records that the text completes. */
  push(piece: string): CsvRecord[] {
    this.#text = this.#at === this.#text.length ? piece : this.#text.slice(this.#at) + piece;
    this.#at = 0;
    this.#quote = -1;
    return this.#records();
  }

  /** The records that the end of the file completes. */
  end(): CsvRecord[] {
    this.#final = true;
    return this.#records();
  }

  #records(): CsvRecord[] {
    const found: CsvRecord[] = [];
    while (this.#at < this.#text.length) {
      const end = this.#lineEnd(this.#at);
      if (end === undefined) break;
      if (this.#quote < this.#at) {
        const quote = this.#text.indexOf('"', this.#at);
        this.#quote = quote < 0 ? Number.POSITIVE_INFINITY : quote;
      }
      const record = this.#quote >= end ? this.#plain(end) : this.#quoted();
      if (record === undefined) break;
      found.push(record);
    }
    return found;
  }

  /** Where the line ends; undefined when that is not known yet. */
  #lineEnd(from: number): number | undefined {
    const end = this.#text.indexOf(this.#newline, from);
    if (end >= 0) return end;
    if (this.#final) return this.#text.length;
    if (this.#text.length - from < maxLine) return undefined;
    throw new SourceProblem({
      code: 'row-too-long',
      summary: `a line is longer than ${maxLine / 1024 / 1024} million characters`,
      help: 'check that this is a CSV file',
      line: this.#line,
    });
  }

  #plain(end: number): CsvRecord {
    const cells = this.#lineText(this.#at, end).split(this.#delimiter);
    const line = this.#line++;
    this.#at = end + 1;
    return { line, cells };
  }

  #lineText(from: number, end: number): string {
    const carriage = this.#newline === '\n' && this.#text.charCodeAt(end - 1) === 0x0d && end > from;
    return this.#text.slice(from, carriage ? end - 1 : end);
  }

  /** Undefined when the record goes on behind the text. */
  #quoted(): CsvRecord | undefined {
    const text = this.#text;
    const cells: string[] = [];
    let at = this.#at;
    for (;;) {
      if (text.charCodeAt(at) !== 0x22) {
        const end = this.#lineEnd(at);
        if (end === undefined) return undefined;
        const next = text.indexOf(this.#delimiter, at);
        if (next < 0 || next > end) {
          cells.push(this.#lineText(at, end));
          return this.#record(cells, end);
        }
        cells.push(text.slice(at, next));
        at = next + 1;
        continue;
      }
      const close = this.#closingQuote(at + 1);
      if (close === undefined) return this.#unclosed(at, cells.length);
      const value = text.slice(at + 1, close);
      cells.push(value.includes('"') ? value.replaceAll('""', '"') : value);
      at = close + 1;
      while (text[at] === ' ' && this.#delimiter !== ' ') at++;
      if (at >= text.length && !this.#final) return undefined;
      if (text[at] === this.#delimiter) at++;
      else if (at >= text.length || text[at] === this.#newline) return this.#record(cells, at);
      else if (text[at] === '\r' && (text[at + 1] === '\n' || at + 1 >= text.length)) {
        if (at + 1 >= text.length && !this.#final) return undefined;
        return this.#record(cells, at + 1);
      } else
        return this.#broken(value.includes(this.#newline) ? 'unclosed' : 'text-behind', cells.length - 1);
    }
  }

  /** The quote that closes; undefined where there is none, or none yet. */
  #closingQuote(from: number): number | undefined {
    for (let at = this.#text.indexOf('"', from); at >= 0; at = this.#text.indexOf('"', at + 2)) {
      if (this.#text.charCodeAt(at + 1) !== 0x22) {
        return at + 1 >= this.#text.length && !this.#final ? undefined : at;
      }
    }
    return undefined;
  }

  #unclosed(open: number, cell: number): CsvRecord | undefined {
    if (!this.#final && this.#text.length - open < maxQuotedCharacters) return undefined;
    return this.#broken('unclosed', cell);
  }

  #record(cells: readonly string[], end: number): CsvRecord {
    const line = this.#line;
    for (let at = this.#at; at <= end && at < this.#text.length; at++) {
      at = this.#text.indexOf(this.#newline, at);
      if (at < 0 || at > end) break;
      this.#line++;
    }
    this.#at = end + 1;
    return { line, cells };
  }

  #broken(fault: QuoteFault, cell: number): CsvRecord {
    const line = this.#line++;
    const end = this.#lineEnd(this.#at) ?? this.#text.length;
    const text = this.#lineText(this.#at, end);
    this.#at = end + 1;
    this.#quote = -1;
    return { line, cells: [], broken: { text, fault, cell } };
  }
}
