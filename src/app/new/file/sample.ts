import { type OpenedRow, openFile, reasonColumn, unmarked } from '../../../sources/index.ts';
import type { Report } from '../../../types/diagnostic.ts';
import type { Files } from '../../../types/files.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../types/json.ts';
import { BrokenRows, linesIn } from './broken-rows.ts';
import { findHeader } from './find-header.ts';

/** How many rows are looked at: enough to tell types apart, and read in a moment. */
const sampledRows = 10_000;

/** One column of a data file, as far as it was read. */
export interface SampledColumn {
  /** As a source names it: the header, or the dotted path in an object. */
  readonly name: string;
  /** The cells that hold something, as they are. */
  readonly texts: string[];
  /** The line or sheet row of each of the texts. */
  readonly lines: number[];
  /** The lines of cells in which a spreadsheet shows an error. */
  readonly errors: number[];
  /** Cells of JSON that hold lists of texts. */
  readonly lists: (readonly string[])[];
  /** Cells that no field can hold: lists of objects and the like. */
  others: number;
  /** True where another column has the same name, so that a source cannot tell them apart. */
  readonly twin: boolean;
}

export interface Sample {
  /** Relative to the project folder. */
  readonly file: string;
  /** What a source must say of the file's form; empty where it is detected. */
  readonly format: JsonObject;
  readonly columns: readonly SampledColumn[];
  readonly rows: number;
  /** True where these are all rows of the file. */
  readonly complete: boolean;
  /** Texts such as `n/a` that stand for an empty cell here. */
  readonly nulls: readonly string[];
}

const NO_NULLS: ReadonlySet<string> = new Set();
/** What a cell says where somebody had nothing to say. Words that may be a real answer, such as `none`, are not among them. */
const NULLS = /^(?:n\/a|null|nil|nan|undefined|-|--|\(null\)|\(blank\))$/i;

/** Where a data file is, and how it is called. */
export interface SampledFile {
  /** The path as a source of `manifestFile` would name it. */
  readonly written: string;
  readonly manifestFile: string;
  readonly folder: string;
  /** The file as it was given. */
  readonly shown: string;
}

/** The beginning of a data file, column by column; undefined, with a finding, where it cannot be read. */
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

/** Each makes its row bad: a lookup that broke says nothing of the person. */
export function reportErrors({ name, errors }: SampledColumn, report: Report): void {
  if (errors.length === 0) return;
  report({
    code: 'unreadable-values',
    severity: 'warning',
    summary: `${errors.length === 1 ? 'a cell' : `${errors.length} cells`} of column ${JSON.stringify(name)} ${errors.length === 1 ? 'shows' : 'show'} an error of a spreadsheet`,
    detail: linesIn(errors),
    help: 'mend the formulas and export the file again, or leave such rows out with on_bad_row: skip under policy',
  });
}

/** Lets go of a file of which nothing more is read. */
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

/** Objects within objects are columns with dotted names (design 3.6). */
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
