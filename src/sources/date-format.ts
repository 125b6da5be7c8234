import { isDay } from '../types/iso-instant.ts';

/** A declared way to write dates, compiled. */
export interface DateFormat {
  readonly written: string;
  /** The instant as ISO 8601, without an offset unless the format has one; undefined where the text is not of this form. */
  parse(text: string): string | undefined;
}

/**
 * Tokens of a format; everything else stands for itself.
 *
 *   YYYY 2024 · YY 24 (1970 to 2069) · MM 01–12, M 1–12 · MMM Jan, MMMM January (English, any case) · DD 01–31, D 1–31
 *   HH 00–23, H 0–23 · hh, h with A: 1–12 and AM or PM · mm 00–59 · ss 00–59, with any fraction
 *   Z an offset such as +02:00, or Z · ddd, dddd a weekday, which is read over
 *
 * A format without a time takes dates with HH:mm or HH:mm:ss behind them too.
 */
const TOKENS: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  YY: '(?<year>\\d{2})',
  MMMM: '(?<name>\\p{L}{3,9})\\.?',
  MMM: '(?<name>\\p{L}{3,9})\\.?',
  MM: '(?<month>\\d{1,2})',
  M: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{1,2})',
  D: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{1,2})',
  H: '(?<hour>\\d{1,2})',
  hh: '(?<hour>\\d{1,2})',
  h: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})(?:[.,]\\d+)?',
  A: '(?<half>[AaPp]\\.?[Mm]\\.?)',
  a: '(?<half>[AaPp]\\.?[Mm]\\.?)',
  Z: '(?<offset>Z|[+-]\\d{2}:?\\d{2})',
  dddd: '\\p{L}{2,9}\\.?',
  ddd: '\\p{L}{2,9}\\.?',
};
/** A format without a time takes one all the same. */
const TIME = '(?:[ T]\\s*(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,]\\d+)?)?)?';
const TOKEN = /YYYY|YY|MMMM|MMM|MM|M|DD|D|HH|H|hh|h|mm|ss|dddd|ddd|A|a|Z|T/g;
/** So many texts of a column are read once only. */
const keptTexts = 4096;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Undefined for what is no format: one without year, month and day, or with a token twice. */
export function dateFormat(written: string): DateFormat | undefined {
  let source = '';
  let at = 0;
  for (const match of written.matchAll(TOKEN)) {
    source += escaped(written.slice(at, match.index)) + (TOKENS[match[0]] ?? match[0]);
    at = match.index + match[0].length;
  }
  source += escaped(written.slice(at));
  const has = (name: string) => source.includes(`(?<${name}>`);
  if (!has('year') || !(has('month') || has('name')) || !has('day')) return undefined;
  if (!has('hour')) source += TIME;
  let pattern: RegExp;
  try {
    pattern = new RegExp(`^${source}$`, 'u');
  } catch {
    return undefined;
  }
  // A file of a million rows holds a few thousand days.
  const known = new Map<string, string | undefined>();
  const parse = (text: string) => {
    if (known.has(text)) return known.get(text);
    const iso = isoOf(pattern.exec(text)?.groups);
    if (known.size < keptTexts) known.set(text, iso);
    return iso;
  };
  return { written, parse };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s+/g, '\\s+');
}

function isoOf(groups: Readonly<Record<string, string | undefined>> | undefined): string | undefined {
  if (groups === undefined) return undefined;
  const year = fullYear(groups['year'] ?? '');
  const month = groups['name'] === undefined ? Number(groups['month']) : monthNamed(groups['name']);
  const day = Number(groups['day']);
  const hour = hourOf(groups);
  const minute = Number(groups['minute'] ?? 0);
  const second = Number(groups['second'] ?? 0);
  if (!isDay(year, month, day) || hour === undefined || hour > 23 || minute > 59 || second > 59)
    return undefined;
  const date = `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
  if (groups['hour'] === undefined) return date;
  const offset = groups['offset'] ?? '';
  return `${date}T${padded(hour, 2)}:${padded(minute, 2)}:${padded(second, 2)}${offset}`;
}

function fullYear(text: string): number {
  const year = Number(text);
  return text.length > 2 ? year : year + (year < 70 ? 2000 : 1900);
}

function monthNamed(name: string): number {
  return MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

function hourOf(groups: Readonly<Record<string, string | undefined>>): number | undefined {
  const hour = Number(groups['hour'] ?? 0);
  const half = groups['half']?.[0]?.toLowerCase();
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half === 'p' ? 12 : 0);
}

function padded(number: number, length: number): string {
  return String(number).padStart(length, '0');
}
