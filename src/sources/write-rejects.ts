import { posix } from 'node:path';
import type { Json } from '../types/json.ts';
import type { RawRow, RowLayout } from '../types/mapped-row.ts';
import { type CellPart, guardedCell, unguardedCell } from './cells/guarded.ts';
import {
  joinedRejects,
  type KeptReasons,
  keptInMemory,
  type Reject,
  type RejectReadings,
} from './joined-rejects.ts';
import { reasonColumn, rejectPrefix } from './source-row.ts';

export interface RejectFile {
  /** The source that the rows are from. */
  readonly source: string;
  /** A name for the file, without a folder: `rejected-billing.csv`, which a glob `billing-*.csv` does not find. */
  readonly name: string;
  /** How many rows it holds. */
  readonly rows: number;
  /** Its text, line by line. */
  lines(): Iterable<string>;
}

/**
 * Rejected rows in the form of their source, one file a source, however many sets read it: CSV keeps header, delimiter and
 * order, JSON becomes JSON Lines, XLSX becomes CSV. Each row says why in `interform_reason`, which is ignored when the
 * mended file is read. CSV begins with a byte order mark, so that it is read as UTF-8 whatever encoding the manifest
 * declares for the source. Its cells are guarded, since people open it in a spreadsheet to mend it; reading them back gives
 * the values that they had.
 */
export function writeRejects(
  rejects: Iterable<Reject> | RejectReadings,
  keep: () => KeptReasons = keptInMemory,
): readonly RejectFile[] {
  const readings = 'counts' in rejects ? rejects : readingsOf(rejects);
  const bySource = new Map<string, RowLayout[]>();
  for (const layout of readings.counts.keys()) {
    const { file, form, delimiter, header } = layout;
    const key = JSON.stringify([file, form, delimiter, header]);
    const known = bySource.get(key);
    if (known === undefined) bySource.set(key, [layout]);
    else known.push(layout);
  }
  const taken = new Set<string>();
  return Array.from(bySource.values(), (layouts) => {
    const { rows, count } = joinedRejects(layouts, readings, keep);
    // A source is known by the first of its layouts.
    const [layout] = layouts as [RowLayout];
    return {
      source: layout.file,
      name: freeName(layout, taken),
      rows: count,
      lines: () => (layout.form === 'csv' ? csvLines(layout, rows()) : jsonLines(rows())),
    };
  });
}

function readingsOf(rejects: Iterable<Reject>): RejectReadings {
  const readings = new Map<RowLayout, Reject[]>();
  for (const reject of rejects) {
    const known = readings.get(reject.row.layout);
    if (known === undefined) readings.set(reject.row.layout, [reject]);
    else known.push(reject);
  }
  return {
    counts: new Map(Array.from(readings, ([layout, rows]) => [layout, rows.length])),
    of: (layout) => readings.get(layout) ?? [],
  };
}

/** people.csv and people.xlsx of one folder do not write over one another. */
function freeName(layout: RowLayout, taken: Set<string>): string {
  const folder = posix.dirname(layout.file);
  let name = nameOf(layout);
  for (let n = 2; taken.has(posix.join(folder, name)); n++) name = nameOf(layout, `-${n}`);
  taken.add(posix.join(folder, name));
  return name;
}

function nameOf({ file, form, delimiter }: RowLayout, suffix = ''): string {
  const stem = posix.basename(file).replace(/(\.(csv|tsv|json|jsonl|ndjson|xlsx))?(\.gz)?$/i, '');
  const ending = form === 'json-lines' ? 'jsonl' : delimiter === '\t' ? 'tsv' : 'csv';
  return `${rejectPrefix}${stem.replace(/[*?]/g, '')}${suffix}.${ending}`;
}

function* csvLines({ header, delimiter }: RowLayout, rows: Iterable<Reject>): Iterable<string> {
  const line = (cells: readonly Json[], part: CellPart) =>
    `${cells.map((cell) => csvCell(guardedCell(textOf(cell), part), delimiter)).join(delimiter)}\n`;
  yield `\uFEFF${line([...header, reasonColumn], 'name')}`;
  for (const { row, reasons } of rows) {
    const cells = fitted(cellsOf(row.raw, delimiter), header.length, delimiter);
    yield line([...cells, reasons.join('; ')], 'value');
  }
}

/** As many cells as the header has: surplus cells are joined in the last one, to be mended there. */
function fitted(cells: readonly Json[], length: number, delimiter: string): readonly Json[] {
  if (cells.length <= length) return [...cells, ...Array.from({ length: length - cells.length }, () => '')];
  const kept = Math.max(0, length - 1);
  return [...cells.slice(0, kept), cells.slice(kept).map(textOf).join(delimiter)];
}

/** A line whose quotes are broken is cut at every delimiter. */
function cellsOf(raw: RawRow, delimiter: string): readonly Json[] {
  if ('cells' in raw) return raw.cells;
  return 'text' in raw
    ? raw.text.split(delimiter).map((cell) => unguardedCell(cell.replaceAll('"', ''), 'value'))
    : Object.values(raw.object);
}

function csvCell(text: string, delimiter: string): string {
  const plain = !/["\r\n]/.test(text) && !text.includes(delimiter) && text.trim() === text;
  return plain ? text : `"${text.replaceAll('"', '""')}"`;
}

function textOf(value: Json): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function* jsonLines(rows: Iterable<Reject>): Iterable<string> {
  for (const { row, reasons } of rows) {
    const { raw } = row;
    const object = 'object' in raw ? raw.object : 'text' in raw ? { text: raw.text } : { cells: raw.cells };
    yield `${JSON.stringify({ ...object, [reasonColumn]: reasons.join('; ') })}\n`;
  }
}
