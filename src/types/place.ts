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

/** `file:line`, or `file row 3` in a data file: how findings name a second place. */
export function spot({
  file,
  line,
  row,
}: {
  readonly file: string;
  readonly line?: number | undefined;
  readonly row?: number | undefined;
}): string {
  if (row !== undefined) return `${file} row ${row}`;
  return line === undefined ? file : `${file}:${line}`;
}

/** The same with the column, for two places that may be in one line. */
export function exactSpot(place: Place): string {
  const { row, column } = place;
  return row !== undefined || column === undefined ? spot(place) : `${spot(place)}:${column}`;
}
