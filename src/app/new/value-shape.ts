import { toUnixSeconds } from '../../kinds/values/instant.ts';
import { dateFormat } from '../../sources/index.ts';
import { readNumber } from '../../types/number-text.ts';

/** What all values of a column have in common. */
export type ValueShape =
  | { readonly is: 'boolean' | 'string' }
  /** `currency`: the sign next to each value. */
  | { readonly is: 'integer' | 'float'; readonly decimal?: ',' | '.'; readonly currency?: string }
  | { readonly is: 'date' | 'datetime'; readonly format?: string }
  /** Dates that fit both formats, so that the file alone does not decide. */
  | { readonly is: 'unclearDate'; readonly formats: readonly [string, string]; readonly timed: boolean }
  /** Numbers such as 1,234, whose mark either groups thousands or begins the fraction. */
  | { readonly is: 'unclearNumber' };

const BOOLEAN = /^(?:true|false|yes|no)$/i;
/** Numbers with leading zeros, or with more digits than a number holds exactly, are codes and not integers. */
const INTEGER = /^[+-]?(?:0|[1-9]\d{0,14})$/;
const FLOAT = /^[+-]?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/;
const MARKS = {
  ',': /^[+-]?(?:[1-9]\d{0,2}(?:[.'’ \u00a0\u202f]\d{3})+|0|[1-9]\d{0,14})(?:,\d+)?$/u,
  '.': /^[+-]?(?:[1-9]\d{0,2}(?:[,'’ \u00a0\u202f]\d{3})+|0|[1-9]\d{0,14})(?:\.\d+)?$/u,
} as const;
/** Unix time in seconds or milliseconds, from 1989 to 2065. */
const UNIX = /^(?:[6-9]\d{8}|[12]\d{9}|[6-9]\d{11}|[12]\d{12})$/;
/** Pairs of formats, day first and month first. A file uses only one of them. */
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

/** The narrowest shape that fits all texts. `dated`: the column's name suggests a time, so numbers may be Unix times. */
export function shapeOf(texts: readonly string[], dated: boolean): ValueShape {
  const values = texts.map((text) => text.trim());
  if (values.length === 0) return { is: 'string' };
  const all = (pattern: RegExp) => values.every((value) => pattern.test(value));
  if (all(BOOLEAN)) return { is: 'boolean' };
  if (dated && all(UNIX)) return { is: 'datetime' };
  if (all(INTEGER)) return { is: 'integer' };
  if (all(FLOAT)) return floats(values);
  return markedNumber(values) ?? amounts(values) ?? dateShape(values) ?? { is: 'string' };
}

/** 1.234 next to 1.5 has a fraction. If three digits follow every dot, its meaning is open. */
function floats(values: readonly string[]): ValueShape {
  const dotted = values.filter((value) => value.includes('.'));
  const unclear = dotted.filter((value) => /^[+-]?[1-9]\d{0,2}\.\d{3}$/.test(value));
  if (unclear.length === 0) return { is: 'float' };
  return unclear.length < dotted.length ? { is: 'float', decimal: '.' } : { is: 'unclearNumber' };
}

/** Numbers with a decimal comma, or with grouped thousands. */
function markedNumber(values: readonly string[]): ValueShape | undefined {
  const fits = (mark: ',' | '.') => values.every((value) => MARKS[mark].test(value));
  const comma = fits(',');
  const point = fits('.');
  if (comma && point)
    return values.some((value) => /[.,]/.test(value)) ? { is: 'unclearNumber' } : numbers('.', values);
  if (comma) return numbers(',', values);
  return point ? numbers('.', values) : undefined;
}

/** Only signs and codes that are certainly a currency: `TOP 10` and `R12` may be anything. */
const CURRENCY =
  /\p{Sc}|(?<![\p{L}])(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RON|JPY|CAD|AUD|NZD|INR|BRL|MXN|ZAR|SGD|HKD|kr|zł|Kč|Ft)(?![\p{L}])/u;

/** Numbers that all have the same currency, or none at all. */
function amounts(values: readonly string[]): ValueShape | undefined {
  const signs = new Set(values.flatMap((value) => CURRENCY.exec(value) ?? []));
  const [currency] = signs;
  if (currency === undefined || signs.size > 1) return undefined;
  const plain = (mark: ',' | '.') =>
    values.flatMap((value) => {
      const read = readNumber(value, mark);
      return 'plain' in read ? [read.plain] : [];
    });
  const [comma, point] = [plain(','), plain('.')];
  const fits = (read: readonly string[]) => read.length === values.length;
  if (!fits(comma) && !fits(point)) return undefined;
  if (fits(comma) && fits(point) && values.some((value) => /[.,]/.test(value)))
    return { is: 'unclearNumber' };
  const [decimal, read] = fits(point) ? (['.', point] as const) : ([',', comma] as const);
  return { is: read.some((one) => one.includes('.')) ? 'float' : 'integer', decimal, currency };
}

function isAmount(value: string): boolean {
  return CURRENCY.test(value) && amounts([value]) !== undefined;
}

function numbers(decimal: ',' | '.', values: readonly string[]): ValueShape {
  return { is: values.some((value) => value.includes(decimal)) ? 'float' : 'integer', decimal };
}

function dateShape(values: readonly string[]): ValueShape | undefined {
  if (values.every((value) => /^\d{4}-/.test(value) && toUnixSeconds(value, 'UTC') !== undefined)) {
    return { is: values.some((value) => value.length > 10) ? 'datetime' : 'date' };
  }
  for (const time of TIMES) {
    const found = formatShape(values, time);
    if (found !== undefined) return found;
  }
  return undefined;
}

function formatShape(values: readonly string[], time: string): ValueShape | undefined {
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

/** A shape that nearly all values fit, with the ones that do not. */
export interface NearShape {
  readonly shape: ValueShape;
  /** Indexes of the values that do not fit. */
  readonly misfits: readonly number[];
}

/** The share of values that must be dates, if the name of the column suggests a time, and if it does not. */
const DATED_SHARE = 0.6;
const UNDATED_SHARE = 0.9;
/** Higher, because numbers and yes or no among words are often words as well. */
const NUMBER_SHARE = 0.95;
/** With fewer values, none is treated as an exception. */
const leastValues = 10;
const leastDated = 3;
/** A format is compared with all values only if enough of the first ones fit. */
const triedValues = 200;

/**
 * Like shapeOf, but a few bad values do not turn dates, numbers or booleans into text. `first`: `--dates`, for dates that fit
 * both ways.
 */
export function nearShapeOf(
  texts: readonly string[],
  dated: boolean,
  first: 'DD/MM' | 'MM/DD' | undefined,
): NearShape {
  const whole = shapeOf(texts, dated);
  if (whole.is !== 'string') return { shape: whole, misfits: [] };
  const values = texts.map((text) => text.trim());
  return nearDate(values, dated, first) ?? nearNumber(values) ?? { shape: whole, misfits: [] };
}

function nearNumber(values: readonly string[]): NearShape | undefined {
  if (values.length < 2 * leastValues) return undefined;
  for (const isLike of [
    (value: string) => BOOLEAN.test(value),
    (value: string) =>
      FLOAT.test(value) || MARKS[','].test(value) || MARKS['.'].test(value) || isAmount(value),
  ]) {
    const fitting = values.filter(isLike);
    if (fitting.length < values.length * NUMBER_SHARE) continue;
    const shape = shapeOf(fitting, false);
    if (shape.is === 'string') continue;
    return { shape, misfits: values.flatMap((value, at) => (isLike(value) ? [] : [at])) };
  }
  return undefined;
}

function nearDate(
  values: readonly string[],
  dated: boolean,
  first: 'DD/MM' | 'MM/DD' | undefined,
): NearShape | undefined {
  if (values.length < (dated ? leastDated : leastValues)) return undefined;
  const share = dated ? DATED_SHARE : UNDATED_SHARE;
  const tried = values.slice(0, triedValues);
  const pairs: readonly string[] = DAY_OR_MONTH.flat();
  const forms = [
    undefined,
    ...TIMES.flatMap((time) => [...pairs, ...OTHER_FORMATS].map((form) => form + time)),
  ];
  let best: { form: string | undefined; fits: readonly boolean[]; count: number } | undefined;
  for (const form of forms) {
    const isDate = dateTest(form);
    // The first values may be worse than the rest, but hardly by half.
    if (tried.filter(isDate).length < (tried.length * share) / 2) continue;
    const fits = values.map(isDate);
    const count = fits.filter(Boolean).length;
    if (count < values.length * share) continue;
    const wins =
      best === undefined ||
      count > best.count ||
      (form !== undefined && isFirst(form, first) && pairs.includes(datePart(form)));
    if (wins) best = { form, fits, count };
  }
  if (best === undefined) return undefined;
  const { form, fits } = best;
  const fitting = values.filter((_, at) => fits[at]);
  const misfits = values.flatMap((_, at) => (fits[at] ? [] : [at]));
  const told = shapeOf(fitting, dated);
  if (told.is !== 'unclearDate' || first === undefined) return { shape: told, misfits };
  return { shape: { is: told.timed ? 'datetime' : 'date', format: form ?? '' }, misfits };
}

/** Tests for a date format; for ISO 8601 without one. */
function dateTest(form: string | undefined): (value: string) => boolean {
  if (form === undefined)
    return (value) => /^\d{4}-/.test(value) && toUnixSeconds(value, 'UTC') !== undefined;
  const parse = dateFormat(form)?.parse;
  return (value) => parse?.(value) !== undefined;
}

function datePart(form: string): string {
  return form.split(' h:')[0] ?? form;
}

function isFirst(form: string, first: 'DD/MM' | 'MM/DD' | undefined): boolean {
  return first !== undefined && form.startsWith(first.slice(0, 2));
}
