import { isExportHeader } from '../../types/export-fields.ts';
import { typographicQuote } from '../../types/typographic-quotes.ts';
import { unguardedCell } from '../cells/guarded.ts';
import { decoded } from '../files/decode.ts';
import { declaredEncoding } from '../files/encoding.ts';
import { SourceProblem } from '../source-problem.ts';
import {
  type FormatInput,
  type FormatReader,
  type OpenedFile,
  type RowFault,
  reasonColumn,
  type SourceRow,
} from '../source-row.ts';
import { type CsvDialect, delimiterOf, newlineOf } from './dialect.ts';
import { areLinesQuoted, isLineQuoted } from './quoted-lines.ts';
import { type CsvRecord, CsvSplitter } from './splitter.ts';

/** How much text is looked at to find the delimiter, in characters. */
const sampleLength = 64 * 1024;

/** The rows of a CSV file. Its first line that is not empty, or line `format.header_row`, names the columns. */
export const csvRows: FormatReader = async (reading) => {
  const pieces = decoded(reading.bytes, declaredEncoding(reading))[Symbol.asyncIterator]();
  const { sample, ended, failure } = await beginning(pieces);
  const newline = newlineOf(sample);
  const { text, line } = fromHeader(sample, newline, reading);
  const hint = /^sep=([^\r\n])\r?[\r\n]/i.exec(text);
  const body = hint === null ? text : text.slice(hint[0].length);
  const written = reading.format['delimiter'];
  const dialect: CsvDialect = {
    newline,
    delimiter:
      typeof written === 'string'
        ? declaredDelimiter(written, reading)
        : (hint?.[1] ?? delimiterOf(body, newline, ended)),
  };
  const splitter = new CsvSplitter(dialect.delimiter, newline, line + (hint === null ? 0 : 1));
  const records = splitter.push(body);
  if (ended) records.push(...splitter.end());
  const headerAt = records.findIndex((record) => !isEmpty(record));
  const header = records[headerAt];
  if (header === undefined) {
    await pieces.return?.(undefined);
    throw failure ?? noHeader();
  }
  if (header.broken !== undefined) {
    await pieces.return?.(undefined);
    throw new SourceProblem({ ...quoteFault(header.broken, []), line: header.line });
  }
  const rest = records.slice(headerAt + 1);
  if (body.trimStart().startsWith('"') && areLinesQuoted(header, rest)) {
    await pieces.return?.(undefined);
    throw new SourceProblem({ ...quotedLines(header.cells[0] ?? ''), line: header.line });
  }
  const names = header.cells.map((name) => unguardedCell(name, 'name'));
  const table = new CsvTable(names, dialect.delimiter);
  return {
    header: table.header,
    headerLine: header.line,
    form: 'csv',
    own: ownForm(names),
    delimiter: dialect.delimiter,
    batches: batches({ table, splitter, rest, pieces, ended, failure }),
  };
};

interface Rest {
  readonly table: CsvTable;
  readonly splitter: CsvSplitter;
  readonly rest: readonly CsvRecord[];
  readonly pieces: AsyncIterator<string>;
  readonly ended: boolean;
  readonly failure: unknown;
}

async function* batches({ table, splitter, rest, pieces, ended, failure }: Rest): OpenedFile['batches'] {
  try {
    yield table.rows(rest);
    if (failure !== undefined) throw failure;
    if (ended) return;
    for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
      yield table.rows(splitter.push(next.value));
    }
    yield table.rows(splitter.end());
  } catch (error) {
    if (!(error instanceof SourceProblem)) throw error;
    throw new SourceProblem({ row: table.count + 1, line: splitter.line, ...error.finding });
  } finally {
    await pieces.return?.(undefined);
  }
}

/** Reads enough to see how the file is written; a failure waits until the rows before it were handed on. */
async function beginning(
  pieces: AsyncIterator<string>,
): Promise<{ readonly sample: string; readonly ended: boolean; readonly failure: unknown }> {
  let sample = '';
  try {
    while (sample.length < sampleLength) {
      const next = await pieces.next();
      if (next.done) return { sample, ended: true, failure: undefined };
      sample += next.value;
    }
  } catch (failure) {
    if (sample === '') throw failure;
    return { sample, ended: false, failure };
  }
  return { sample, ended: false, failure: undefined };
}

/** The text from the header on, and its line: what stands before `format.header_row` may be anything. */
function fromHeader(
  sample: string,
  newline: string,
  { format, placeOf }: FormatInput,
): { text: string; line: number } {
  const wanted = format['header_row'];
  let at = 0;
  for (let line = 1; typeof wanted === 'number' && line < wanted; line++) {
    const end = sample.indexOf(newline, at);
    if (end < 0) {
      throw new SourceProblem({
        code: 'no-header',
        summary: `there is no line ${wanted}`,
        help: 'header_row is the line with the names of the columns',
        ...placeOf(['format', 'header_row']),
      });
    }
    at = end + 1;
  }
  return { text: sample.slice(at), line: typeof wanted === 'number' ? wanted : 1 };
}

function declaredDelimiter(written: string, { placeOf }: FormatInput): string {
  const delimiter = NAMED[written.toLowerCase()] ?? written;
  if (delimiter.length === 1 && !'"\r\n'.includes(delimiter)) return delimiter;
  throw new SourceProblem({
    code: 'bad-delimiter',
    summary: 'a delimiter is one character',
    detail: JSON.stringify(written),
    help: 'such as "," ";" "|" or "\\t"',
    ...placeOf(['format', 'delimiter']),
  });
}

const NAMED: Readonly<Record<string, string>> = {
  '\\t': '\t',
  tab: '\t',
  comma: ',',
  semicolon: ';',
  pipe: '|',
};

/** Which of interform's own files it is, in which interform marked the cells as text: a reject file or an export of contacts. */
function ownForm(header: readonly string[]): OpenedFile['own'] {
  if (header.includes(reasonColumn)) return 'reject';
  return isExportHeader(header) ? 'export' : undefined;
}

function noHeader(): SourceProblem {
  return new SourceProblem({
    code: 'no-header',
    summary: 'the file is empty',
    help: 'its first line must name the columns',
  });
}

function quotedLines(header: string): RowFault {
  return {
    code: 'quoted-lines',
    summary: 'every line is one quoted cell, which holds a line',
    detail: JSON.stringify(header.slice(0, 60)),
    help: 'a spreadsheet has saved the CSV a second time, as one column: export it again, or take the outer quotes off each line and write "" as "',
  };
}

function isEmpty({ cells, broken }: CsvRecord): boolean {
  return broken === undefined && cells.every((cell) => cell.trim() === '');
}

/** Records behind the header → rows. */
class CsvTable {
  readonly header: readonly string[];
  /** Rows so far. */
  count = 0;
  readonly #delimiter: string;
  readonly #reason: number;
  /** The fewest cells that a row may have: columns without a name at the end may be left out. */
  readonly #least: number;

  constructor(header: readonly string[], delimiter: string) {
    this.#delimiter = delimiter;
    this.#reason = header.indexOf(reasonColumn);
    this.header = this.#reason < 0 ? header : header.toSpliced(this.#reason, 1);
    this.#least = this.header.findLastIndex((name) => name.trim() !== '') + 1;
  }

  rows(records: readonly CsvRecord[]): SourceRow[] {
    const rows: SourceRow[] = [];
    for (const record of records) {
      const { line, cells, broken } = record;
      if (cells.length === 1 && cells[0]?.trim() === '') continue;
      this.count++;
      if (broken !== undefined)
        rows.push(this.#broken(line, { text: broken.text }, quoteFault(broken, this.header)));
      else if (!isEmpty(record)) rows.push(this.#row(line, cells));
    }
    return rows;
  }

  #row(line: number, written: readonly string[]): SourceRow {
    const kept = this.#reason < 0 ? written : written.toSpliced(this.#reason, 1);
    const cells = kept.map((cell) => unguardedCell(cell, 'value'));
    const guarded = guardedIndexes(kept, cells);
    const { length } = this.header;
    if (cells.length === length) return { row: this.count, line, cells, ...guarded };
    const extra = cells.slice(length);
    if (cells.length >= this.#least && extra.every((cell) => cell.trim() === '')) {
      return { row: this.count, line, cells: cells.slice(0, length), ...guarded };
    }
    return this.#broken(line, { cells }, this.#countFault(cells));
  }

  #countFault(cells: readonly string[]): RowFault {
    const quote = cells.map(typographicQuote).find((found) => found !== undefined);
    const many = cells.length > this.header.length;
    if (isLineQuoted(cells, this.#delimiter, this.header.length)) {
      return {
        code: 'cell-count',
        summary: 'the row is one quoted cell, which holds a line',
        help: 'take the outer quotes off and write "" as "',
      };
    }
    return {
      code: 'cell-count',
      summary: many ? 'the row has too many cells' : 'the row has too few cells',
      detail: `${cells.length} instead of ${this.header.length}${quote === undefined ? '' : `; it holds ${quote}, which does not keep a cell together`}`,
      help:
        quote !== undefined
          ? 'write straight double quotes, ", around the cell'
          : many
            ? `put a cell that holds ${shownDelimiter(this.#delimiter)} in double quotes`
            : 'give every row a cell for every column, empty ones too',
    };
  }

  #broken(line: number, raw: { cells: readonly string[] } | { text: string }, fault: RowFault): SourceRow {
    return { row: this.count, line, raw, fault };
  }
}

/** The cells whose mark was taken off; an empty object where there are none. */
function guardedIndexes(
  written: readonly string[],
  cells: readonly string[],
): { readonly guarded?: ReadonlySet<number> } {
  let guarded: Set<number> | undefined;
  for (let index = 0; index < cells.length; index++) {
    if (cells[index] === written[index]) continue;
    guarded ??= new Set();
    guarded.add(index);
  }
  return guarded === undefined ? NOT_GUARDED : { guarded };
}

const NOT_GUARDED = {};

function shownDelimiter(delimiter: string): string {
  return delimiter === '\t' ? 'a tab' : delimiter;
}

function quoteFault(
  { fault, cell, text }: NonNullable<CsvRecord['broken']>,
  header: readonly string[],
): RowFault {
  const column = header[cell]?.trim() ?? '';
  const start = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return {
    code: 'broken-quote',
    summary:
      fault === 'unclosed' ? 'a quote is opened here and never closed' : 'text stands behind a closing quote',
    detail: `${column === '' ? '' : `${column}, `}cell ${cell + 1} of ${JSON.stringify(start)}`,
    help: 'close the cell with ", and write a quote inside a quoted cell twice: ""',
  };
}
