import type { Cell } from '../../types/declaration.ts';

/** The longest value that a finding shows, in characters. */
const shownCharacters = 80;

/** A refused value as findings show it: as it was written, after the column that it was read from. */
export function shownValue({ value, text, column }: Pick<Cell, 'value' | 'text' | 'column'>): string {
  const written = typeof value === 'string' ? JSON.stringify(value) : (text ?? JSON.stringify(value));
  const shown =
    written.length > shownCharacters ? `${written.slice(0, shownCharacters).toWellFormed()}…` : written;
  return inColumn(column, shown);
}

/** Puts the column that a value was read from before what is said of the value. */
export function inColumn(column: string | undefined, said: string): string {
  return column === undefined ? said : `${column}: ${said}`;
}
