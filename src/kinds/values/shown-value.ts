import type { Cell } from '../../types/declaration.ts';

/** No value is shown longer in a finding, in characters. */
const shownCharacters = 80;

/** A refused value as findings show it: as it was written, behind the column that it was read from. */
export function shownValue({ value, text, column }: Pick<Cell, 'value' | 'text' | 'column'>): string {
  const written = typeof value === 'string' ? JSON.stringify(value) : (text ?? JSON.stringify(value));
  const shown =
    written.length > shownCharacters ? `${written.slice(0, shownCharacters).toWellFormed()}…` : written;
  return inColumn(column, shown);
}

/** What is said of a value, behind the column that it was read from. */
export function inColumn(column: string | undefined, said: string): string {
  return column === undefined ? said : `${column}: ${said}`;
}
