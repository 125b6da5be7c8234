import { toUnixSeconds } from '../../kinds/instant.ts';
import { dateFormat } from '../../sources/index.ts';

/** What all values of a column have in common. */
export type Shape =
  | { readonly is: 'boolean' | 'string' }
  | { readonly is: 'integer' | 'float'; readonly decimal?: ',' | '.' }
  | { readonly is: 'date' | 'datetime'; readonly format?: string }
  /** Dates that read as either format: nothing in the file tells which. */
  | { readonly is: 'unclearDate'; readonly formats: readonly [string, string]; readonly timed: boolean }
  /** Numbers such as 1,234 whose mark groups thousands or begins the fraction. */
  | { readonly is: 'unclearNumber' };

const BOOLEAN = /^(?:true|false|yes|no)$/i;
/** Numbers with zeros in front, or longer than a number holds exactly, are codes. */
const INTEGER = /^[+-]?(?:0|[1-9]\d{0,14})$/;
const FLOAT = /^[+-]?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/;
const MARKS = {
  ',': /^[+-]?(?:[1-9]\d{0,2}(?:[.'’ \u00a0\u202f]\d{3})+|0|[1-9]\d{0,14})(?:,\d+)?$/u,
  '.': /^[+-]?(?:[1-9]\d{0,2}(?:[,'’ \u00a0\u202f]\d{3})+|0|[1-9]\d{0,14})(?:\.\d+)?$/u,
} as const;
/** Seconds and milliseconds since 1970 of the years 1990 to 2065. */
const UNIX = /^(?:[6-9]\d{8}|[12]\d{9}|[6-9]\d{11}|[12]\d{12})$/;
/** With a day first and with a month first; the same file is never both. */
const DAY_OR_MONTH = [
  ['DD/MM/YYYY', 'MM/DD/YYYY'],
  ['DD-MM-YYYY', 'MM-DD-YYYY'],
  ['DD/MM/YY', 'MM/DD/YY'],
  ['DD-MM-YY', 'MM-DD-YY'],
] as const;
const OTHER_FORMATS = [
  ...['DD.MM.YYYY', 'DD.MM.YY', 'YYYY/MM/DD', 'YYYY.MM.DD'],
  ...['D MMM YYYY', 'D-MMM-YYYY', 'D-MMM-YY', 'D MMMM YYYY', 'MMM D, YYYY', 'MMMM D, YYYY'],
] as const;
const TIMES = ['', ' h:mm A', ' h:mm:ss A'] as const;

/** The narrowest shape that every text has. `dated` says that the column's name speaks of a time, so that numbers may be instants. */
export function shapeOf(texts: readonly string[], dated: boolean): Shape {
  const values = texts.map((text) => text.trim());
  if (values.length === 0) return { is: 'string' };
  const all = (pattern: RegExp) => values.every((value) => pattern.test(value));
  if (all(BOOLEAN)) return { is: 'boolean' };
  if (dated && all(UNIX)) return { is: 'datetime' };
  if (all(INTEGER)) return { is: 'integer' };
  if (all(FLOAT)) return { is: 'float' };
  return markedNumber(values) ?? dateShape(values) ?? { is: 'string' };
}

/** Numbers with a decimal comma or with grouped thousands. */
function markedNumber(values: readonly string[]): Shape | undefined {
  const fits = (mark: ',' | '.') => values.every((value) => MARKS[mark].test(value));
  const comma = fits(',');
  const point = fits('.');
  if (comma && point)
    return values.some((value) => /[.,]/.test(value)) ? { is: 'unclearNumber' } : numbers('.', values);
  if (comma) return numbers(',', values);
  return point ? numbers('.', values) : undefined;
}

function numbers(decimal: ',' | '.', values: readonly string[]): Shape {
  return { is: values.some((value) => value.includes(decimal)) ? 'float' : 'integer', decimal };
}

function dateShape(values: readonly string[]): Shape | undefined {
  if (values.every((value) => /^\d{4}-/.test(value) && toUnixSeconds(value, 'UTC') !== undefined)) {
    return { is: values.some((value) => value.length > 10) ? 'datetime' : 'date' };
  }
  for (const time of TIMES) {
    const found = formatShape(values, time);
    if (found !== undefined) return found;
  }
  return undefined;
}

function formatShape(values: readonly string[], time: string): Shape | undefined {
  const fits = (format: string) => {
    const parse = dateFormat(format + time)?.parse;
    return parse !== undefined && values.every((value) => parse(value) !== undefined);
  };
  const timed = values.some((value) => value.includes(':'));
  const is = timed ? 'datetime' : 'date';
  for (const [day, month] of DAY_OR_MONTH) {
    const dayFirst = fits(day);
    const monthFirst = fits(month);
    if (dayFirst && monthFirst) return { is: 'unclearDate', formats: [day + time, month + time], timed };
    if (dayFirst || monthFirst) return { is, format: (dayFirst ? day : month) + time };
  }
  const other = OTHER_FORMATS.find(fits);
  return other === undefined ? undefined : { is, format: other + time };
}
