import { inert } from './inert.ts';

/** Where something is declared: `file:line`, or `file row 3` for a row of a source. */
export function placeText(place: {
  readonly file: string;
  readonly line?: number | undefined;
  readonly row?: number | undefined;
}): string {
  const { file, line, row } = place;
  if (row !== undefined) return `${inert(file)} row ${row}`;
  return `${inert(file)}${line === undefined ? '' : `:${line}`}`;
}
