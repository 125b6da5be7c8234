import type { Cell } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { shownValue } from './shown-value.ts';

/** The warning about a number that is read as Unix time but is probably something else, named in `doubt`. */
export function doubtfulDate(
  field: string,
  doubt: string,
  { cell, address }: { readonly cell: Cell; readonly address: string },
): Diagnostic {
  return {
    code: 'doubtful-date',
    severity: 'warning',
    summary: `${field} holds a number that is hardly a Unix time`,
    detail: `${shownValue(cell)} ${doubt}`,
    help:
      cell.column !== undefined
        ? 'it is taken for Unix time; digits such as 20240115 are declared: { column: …, date: YYYYMMDD }; of a spreadsheet, export dates instead of day numbers'
        : 'it is taken for Unix time; write the date as ISO 8601, such as 2024-01-15',
    address,
    ...cell.place,
  };
}
