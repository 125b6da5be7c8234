import type { Cell } from '../types/declaration.ts';
import type { Report } from '../types/diagnostic.ts';
import type { Files } from '../types/files.ts';
import type { RowLayout } from '../types/mapped-row.ts';
import type { Place } from '../types/place.ts';

/** Bytes given in place of a file's. Where `size` is there they can be read repeatedly. */
export interface SourceBytes extends AsyncIterable<Uint8Array> {
  size?(): Promise<number>;
}

/** What reading the rows of any source may use. */
export interface RowContext {
  /** Absolute path of the project folder. */
  readonly folder: string;
  readonly files: Files;
  readonly report: Report;
  /**
   * The bytes of standard input where `--data NAME=-` gives them to this name, else undefined. Asked with the source's
   * `file` as written, its base name, and that without its endings.
   */
  stdin?(name: string): SourceBytes | undefined;
  /** Called once all rows are read, with how many `where` keeps; rows that cannot be read count as kept. */
  counted?(layout: RowLayout, rows: number): void;
  /** Called after each batch with its number of rows, including bad ones and those that `where` leaves out. */
  passed?(rows: number): void;
  /** Milliseconds since 1970, for `expect.max_age`. */
  now?(): number;
}

/** The same for one source of a manifest. */
export interface SourceContext extends RowContext {
  /** Relative to the project folder; the source's `file` is relative to it. */
  readonly manifestFile: string;
  /** Where a key of the source stands in the manifest. */
  placeOf(path: readonly string[]): Place;
  /** The cell of a key of the source, with its source text; where it is missing, the value alone counts. */
  cellOf?(path: readonly string[]): Cell | undefined;
}
