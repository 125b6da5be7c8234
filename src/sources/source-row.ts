import type { Diagnostic } from '../types/diagnostic.ts';
import type { Json, JsonObject } from '../types/json.ts';
import type { RawRow } from '../types/mapped-row.ts';
import type { Place } from '../types/place.ts';

/** A finding without its place and severity, which the reader of the row adds. */
export type RowFault = Pick<Diagnostic, 'code' | 'summary' | 'detail' | 'help'>;

/**
 * One row of a data file. `row` counts from 1 behind the header, `line` is its line in the file or its row in the sheet.
 * A broken row is one whose values cannot be told.
 */
export type SourceRow =
  | { readonly row: number; readonly line: number; readonly object: JsonObject }
  | {
      readonly row: number;
      readonly line: number;
      readonly cells: readonly Json[];
      /** By column index: why a cell has no usable value. */
      readonly faults?: ReadonlyMap<number, RowFault>;
      /** Indexes of columns whose cells were marked as text; the cells are without the mark. */
      readonly guarded?: ReadonlySet<number>;
    }
  | { readonly row: number; readonly line: number; readonly raw: RawRow; readonly fault: RowFault };

/** A file that interform wrote: a reject file holds cells as its source does, an export holds values. */
export type OwnForm = 'reject' | 'export';

/** An opened data file. Rows come in batches, since a promise a row costs more than its mapping. */
export interface OpenedFile {
  /** The names of the columns, as written; undefined where each row names its own. */
  readonly header: readonly string[] | undefined;
  /** The line or sheet row of the header. */
  readonly headerLine?: number;
  readonly form: 'csv' | 'json-lines' | 'xlsx';
  /** Set where interform wrote the file, and marked its cells as text itself. */
  readonly own?: OwnForm | undefined;
  readonly delimiter: string;
  readonly batches: AsyncIterable<readonly SourceRow[]>;
}

/** What a format gets to read. */
export interface FormatInput {
  /** The data file, relative to the project folder. */
  readonly file: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** The source's `format:`. */
  readonly format: JsonObject;
  /** Where a key of the source stands in the manifest. */
  placeOf(path: readonly string[]): Place;
}

/** Bytes → rows. What cannot be read is thrown as SourceProblem; a bad row is handed on as broken. */
export type FormatReader = (reading: FormatInput) => Promise<OpenedFile>;

/** How many rows a batch holds at most. */
export const batchRows = 256;
/** The column that reject files add and that is ignored when they are read again. */
export const reasonColumn = 'interform_reason';
/** How the names of reject files begin. */
export const rejectPrefix = 'rejected-';
