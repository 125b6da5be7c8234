import type { Cell } from '../types/declaration.ts';
import type { Report } from '../types/diagnostic.ts';
import type { Files } from '../types/files.ts';
import type { RowLayout } from '../types/mapped-row.ts';
import type { Place } from '../types/place.ts';

/** The bytes that stand in for those of a file; to be read as often as asked where the size can be told. */
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
  /** Told how many rows a reading came to, once all are read: those that `where` keeps. */
  counted?(layout: RowLayout, rows: number): void;
  /** Told while rows are read how many more there were, bad ones and those that `where` leaves out too. */
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
