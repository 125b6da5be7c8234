import type { Json } from '../types/json.ts';
import type { Fault } from './source-row.ts';

const FORMS = {
  ',': /^[+-]?(?:\d{1,3}(?:[.'’ \u00a0\u202f]\d{3})+|\d+)(?:,\d+)?$/u,
  '.': /^[+-]?(?:\d{1,3}(?:[,'’ \u00a0\u202f]\d{3})+|\d+)(?:\.\d+)?$/u,
} as const;

const PLAIN = { ',': /^[+-]?\d+(?:,\d+)?$/, '.': /^[+-]?\d+(?:\.\d+)?$/ } as const;

/** A number in the writing of its column as a plain one: `1.234,5` becomes `1234.5`. */
export function numberCell(value: Json, decimal: ',' | '.'): { value: Json } | Fault {
  if (typeof value === 'number') return { value };
  const text = typeof value === 'string' ? value.trim() : '';
  if (PLAIN[decimal].test(text)) return { value: text.replace(',', '.') };
  if (!FORMS[decimal].test(text)) {
    return {
      code: 'bad-number',
      summary: `this is no number with the decimal mark ${decimal}`,
      help: decimal === ',' ? 'such as 1.234,5' : 'such as 1,234.5',
    };
  }
  return {
    value: text
      .replace(/[^\d+\-.,]/gu, '')
      .replaceAll(decimal === ',' ? '.' : ',', '')
      .replace(',', '.'),
  };
}
