/** Where a value was written. Spread into a Diagnostic to point at it. */
export interface Place {
  /** Relative to the project folder, with `/`. */
  readonly file: string;
  /** Counts from 1. */
  readonly line?: number;
  /** Counts from 1. */
  readonly column?: number;
  /** The row of a source, counted from 1, where the value came from a data file. */
  readonly row?: number;
}
