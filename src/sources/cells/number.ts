import type { Json } from '../../types/json.ts';
import { type DecimalMark, readNumber } from '../../types/number-text.ts';
import type { RowFault } from '../source-row.ts';

/** Reads a number written with the column's decimal mark: `1.234,5 €` becomes `1234.5`. */
export function numberCell(
  value: Json,
  decimal: DecimalMark,
): { readonly value: Json; readonly text?: string } | RowFault {
  if (typeof value === 'number') return { value, text: String(value) };
  const read = readNumber(typeof value === 'string' ? value : '', decimal);
  // A plain text that the kind would refuse as unclear is handed on as a number.
  if ('plain' in read)
    return 'refused' in readNumber(read.plain, undefined)
      ? { value: Number(read.plain), text: read.plain }
      : { value: read.plain };
  return {
    code: 'bad-number',
    summary: `this is no number with the decimal mark ${decimal}`,
    ...(read.refused === undefined ? {} : { detail: read.refused }),
    help: decimal === ',' ? 'such as 1.234,5' : 'such as 1,234.5',
  };
}
