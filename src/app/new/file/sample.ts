import { type OpenedRow, openFile, reasonColumn, unmarked } from '../../../sources/index.ts';
import type { Report } from '../../../types/diagnostic.ts';
import type { Files } from '../../../types/files.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../types/json.ts';
import { BrokenRows, lineList } from './broken-rows.ts';
import { findHeader } from './find-header.ts';

/** How many rows are read: enough to recognise types, and quick. */
const sampledRows = 10_000;

/** A column of a data file, with the values that were read. */
export interface SampledColumn {
  /** The name by which a source refers to it: the header, or a dotted path in an object. */
  readonly name: string;
  /** Cells that are not empty, as they are. */
  readonly texts: string[];
  /** The line or sheet row of each of the texts. */
  readonly lines: number[];
  /** The lines of cells with a spreadsheet error, such as `#REF!`. */
  readonly errors: number[];
  /** JSON cells with a list of texts. */
  readonly lists: (readonly string[])[];
  /** Number of cells that no field can hold, such as lists of objects. */
  others: number;
  /** True where another column has the same name, so that a source cannot refer to it. */
  readonly twin: boolean;
}

export interface Sample {
  /** Relative to the project folder. */
  readonly file: string;
  /** What the source needs to say about the format of the file; empty where it is detected. */
  readonly format: JsonObject;
  readonly columns: readonly SampledColumn[];
  readonly rows: number;
  /** True where the whole file was read. */
  readonly complete: boolean;
  /** Texts in the file that mean an empty cell, such as `n/a`. */
  readonly nulls: readonly string[];
}

const NO_NULLS: ReadonlySet<string> = new Set();
/** Texts that mean an empty cell. Words that may be a real answer, such as `none`, are not included. */
const NULLS = /^(?:n\/a|null|nil|nan|undefined|-|--|\(null\)|\(blank\))$/i;

/** Where a data file is, and what it is called. */
export interface SampledFile {
  /** The path as a source in `manifestFile` would give it. */
  readonly written: string;
  readonly manifestFile: string;
  readonly folder: string;
  /** The path as the user typed it. */
  readonly shown: string;
}

/** Reads the first rows of a data file, column by column. Undefined where it cannot be read, which is reported. */
export async function sampleFile(
  { written, manifestFile, folder, shown }: SampledFile,
  files: Files,
  report: Report,
): Promise<Sample | undefined> {
  let failed = false;
  const open = (format: JsonObject, say: Report) =>
    openFile(
      { file: written, ...(Object.keys(format).length === 0 ? {} : { format }) },
      { folder, files, manifestFile, placeOf: () => ({ file: written }), report: say },
    );
  const say: Report = (finding) => {
    failed ||= finding.severity === 'error';
    report(finding);
  };
  let opened = await open({}, say);
  let format: JsonObject = {};
  if (opened?.header !== undefined) {
    const found = await findHeader(opened.header, shown, (wanted) => open(wanted, () => {}));
    if (found.finding !== undefined) say(found.finding);
    if (failed) {
      await closed(opened.rows);
      return undefined;
    }
    ({ format } = found);
    if ('header_row' in format) {
      await closed(opened.rows);
      opened = await open(format, say);
    }
  }
  if (opened === undefined) return undefined;
  const columns = new Map<string, SampledColumn>();
  for (const name of opened.header ?? []) addColumn(columns, name, opened.header ?? []);
  const nulls = new Set<string>();
  const broken = new BrokenRows();
  let rows = 0;
  let complete = true;
  reading: for await (const batch of opened.rows) {
    for (const row of batch) {
      if (rows === sampledRows) {
        complete = false;
        break reading;
      }
      if ('fault' in row) {
        broken.see(row.fault, row.line);
        continue;
      }
      rows++;
      for (const [name, value] of cellsOf(row, opened.header)) {
        const column = columns.get(name) ?? addColumn(columns, name, []);
        if (column !== undefined) take(value, column, { line: row.line, nulls });
      }
    }
  }
  if (failed) return undefined;
  broken.report(rows, shown, report);
  return { file: opened.file, format, columns: [...columns.values()], rows, complete, nulls: [...nulls] };
}

/** Warns of cells with a spreadsheet error. Each makes its row bad. */
export function reportErrors({ name, errors }: SampledColumn, report: Report): void {
  if (errors.length === 0) return;
  report({
    code: 'unreadable-values',
    severity: 'warning',
    summary: `${errors.length === 1 ? 'a cell' : `${errors.length} cells`} of column ${JSON.stringify(name)} ${errors.length === 1 ? 'shows' : 'show'} an error of a spreadsheet`,
    detail: lineList(errors),
    help: 'mend the formulas and export the file again, or leave such rows out with on_bad_row: skip under policy',
  });
}

/** Ends the reading, so that the file is closed. */
async function closed(rows: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of rows) break;
}

function addColumn(
  columns: Map<string, SampledColumn>,
  name: string,
  header: readonly string[],
): SampledColumn | undefined {
  if (name.trim() === '' || name === reasonColumn) return undefined;
  const twin = header.filter((other) => other.trim() === name.trim()).length > 1;
  const column = { name, texts: [], lines: [], errors: [], lists: [], others: 0, twin };
  columns.set(name, column);
  return column;
}

function* cellsOf(row: OpenedRow, header: readonly string[] | undefined): Iterable<readonly [string, Json]> {
  if ('object' in row) yield* flattened(row.object, '');
  else if ('cells' in row)
    for (const [index, name] of (header ?? []).entries()) yield [name, row.cells[index] ?? null];
}

/** Nested objects become columns with dotted names (design 3.6). */
function* flattened(
  object: Readonly<Record<string, Json>>,
  prefix: string,
): Iterable<readonly [string, Json]> {
  for (const [key, value] of Object.entries(object)) {
    const name = prefix + key;
    if (isJsonObject(value)) {
      yield* flattened(value, `${name}.`);
    } else yield [name, value];
  }
}

function take(
  written: Json,
  column: SampledColumn,
  { line, nulls }: { readonly line: number; readonly nulls: Set<string> },
): void {
  const cell = unmarked(written, { values: undefined }, { nulls: NO_NULLS, isText: false });
  if (cell.is === 'fault') column.errors.push(line);
  if (cell.is !== 'value' || cell.value === null) return;
  const { value } = cell;
  if (Array.isArray(value)) {
    if (value.some((item: Json) => typeof item === 'object')) column.others++;
    else column.lists.push(value.map(String));
    return;
  }
  const text = String(value);
  const trimmed = text.trim();
  if (trimmed === '') return;
  if (NULLS.test(trimmed)) {
    nulls.add(trimmed);
    return;
  }
  column.texts.push(text);
  column.lines.push(line);
}
