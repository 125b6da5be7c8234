import { type CsvRecord, CsvSplitter } from './splitter.ts';

/** How many lines are looked at. */
const sampleLines = 100;
const DELIMITERS = [',', ';', '\t', '|'];

/**
 * Whether each line of a file is one quoted cell that holds a line of CSV: a spreadsheet has opened the CSV as one column
 * and saved it again. A list of one column, such as "Lovelace, Ada" below "Name, first", does not count.
 *
 *   "id,""email"",""name"""
 *   "1,""ada@acme.test"",""Ada"""
 */
export function areLinesQuoted(header: CsvRecord, rows: readonly CsvRecord[]): boolean {
  const [line, second] = header.cells;
  if (line === undefined || second !== undefined) return false;
  const lines = rows
    .slice(0, sampleLines)
    .filter(({ cells, broken }) => broken !== undefined || cells.some(isSeen));
  return DELIMITERS.some((delimiter) => {
    const names = inside(line, delimiter);
    if (names.length < 2 || names.some((name) => name !== name.trim())) return false;
    const isClear = line.includes('"') || names.length > 2;
    if (lines.length === 0) return isClear;
    return lines.every(({ cells, broken }) => {
      const [cell = ''] = cells;
      return broken === undefined && cells.length === 1 && inside(cell, delimiter).length === names.length;
    });
  });
}

/** Whether a row is one quoted cell that holds a whole line of CSV, while the header is not quoted so. */
export function isLineQuoted(cells: readonly string[], delimiter: string, length: number): boolean {
  const [line, second] = cells;
  return (
    line !== undefined && second === undefined && length > 1 && inside(line, delimiter).length === length
  );
}

function inside(line: string, delimiter: string): readonly string[] {
  if (!line.includes(delimiter)) return [line];
  const splitter = new CsvSplitter(delimiter, '\n');
  const [record] = [...splitter.push(line), ...splitter.end()];
  return record?.cells ?? [];
}

function isSeen(cell: string): boolean {
  return cell.trim() !== '';
}
