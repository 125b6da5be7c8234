import { isDay } from './iso-instant.ts';

/** A declared date format, compiled. */
export interface DateFormat {
  readonly written: string;
  /** A zone abbreviation behind the time, such as EST, that several time zones share. */
  readonly zoneName: string | undefined;
  /** The instant as ISO 8601, without an offset unless the format has one; undefined where the text is not of this form. */
  parse(text: string): string | undefined;
}

const OFFSET = '(?<offset>Z|z|UTC|utc|GMT|gmt|[+-]\\d{2}(?::?\\d{2})?)';

/**
 * Tokens of a format; everything else stands for itself.
 *
 *   YYYY 2024 · YY 24 (1970 to 2069) · MM 01–12, M 1–12 · MMM Jan, MMMM January (English, any case) · DD 01–31, D 1–31
 *   HH 00–23, H 0–23 · hh, h with A: 1–12 and AM or PM · mm 00–59 · ss 00–59, with any fraction: ss.SSS is the same
 *   Z an offset such as +02:00, +0200 or +02, or Z, UTC, GMT · ddd, dddd a weekday, which is ignored
 *   [at], 'at', \M literal text · UTC, GMT and a quoted Z stand for themselves, and the time is UTC
 *
 * A format without a time also accepts HH:mm or HH:mm:ss behind the date.
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
  Z: OFFSET,
  ZZ: OFFSET,
  dddd: '\\p{L}{2,9}\\.?',
  ddd: '\\p{L}{2,9}\\.?',
};
/** The optional time behind a date whose format has none. */
const TIME = '(?:[ T]\\s*(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,]\\d+)?)?)?';
/** A literal in brackets or quotes, an escaped sign, a fraction of seconds, a literal zone, a token. */
const PART =
  /\[([^\]]*)\]|'([^']*)'|\\(.)|(?<=ss)[.,]S{1,9}|UTC|GMT|YYYY|YY|MMMM|MMM|MM|M|DD|D|HH|H|hh|h|mm|ss|dddd|ddd|A|a|ZZ|Z|T/g;
/** The fraction of a second in a format, removed before zone names are looked for. */
const FRACTION = /(?<=ss)[.,]S{1,9}/;
const UTC = /^\s*(?:UTC|GMT|Z)\s*$/i;
/** Words of three to five capitals that are not made of tokens only, and ADT and MDT, which would be. */
const ZONE_NAME = /(?<!\p{L})(?=[YMDHAZT]*[^YMDHAZT\P{Lu}]|[MA]DT(?!\p{L}))(?!UTC|GMT)[A-Z]{3,5}(?!\p{L})/u;
/** How many texts of a column are remembered with their result. */
const keptTexts = 4096;

/** Undefined where it is no format: year, month or day is missing, or a token stands twice. */
export function dateFormat(written: string): DateFormat | undefined {
  const { source, isUtc } = sourceOf(written);
  const has = (name: string) => source.includes(`(?<${name}>`);
  if (!has('year') || !(has('month') || has('name')) || !has('day')) return undefined;
  let pattern: RegExp;
  try {
    pattern = new RegExp(`^${source}${has('hour') ? '' : TIME}$`, 'u');
  } catch {
    return undefined;
  }
  // A file of a million rows holds a few thousand days.
  const known = new Map<string, string | undefined>();
  const parse = (text: string) => {
    if (known.has(text)) return known.get(text);
    const iso = isoOf(pattern.exec(text)?.groups, isUtc ? 'Z' : '');
    if (known.size < keptTexts) known.set(text, iso);
    return iso;
  };
  const behindHours = written.slice(written.search(/[Hh]/) + 1).replace(FRACTION, '');
  const zoneName = ZONE_NAME.exec(behindHours)?.[0];
  return { written, zoneName: has('hour') && !has('offset') ? zoneName : undefined, parse };
}

/** The pattern of a format, and whether a literal in it says that times are UTC. */
function sourceOf(written: string): { readonly source: string; readonly isUtc: boolean } {
  let source = '';
  let isUtc = false;
  let at = 0;
  for (const match of written.matchAll(PART)) {
    const [part, bracketed, quoted, sign] = match;
    const literal = bracketed ?? (quoted === '' ? "'" : quoted) ?? sign;
    source += escaped(written.slice(at, match.index));
    at = match.index + part.length;
    if (/^[.,]S/.test(part)) continue;
    isUtc ||= UTC.test(literal ?? (part === 'UTC' || part === 'GMT' ? part : ''));
    source += (literal === undefined ? TOKENS[part] : undefined) ?? escaped(literal ?? part);
  }
  return { source: source + escaped(written.slice(at)), isUtc };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s+/g, '\\s+');
}

function isoOf(
  groups: Readonly<Record<string, string | undefined>> | undefined,
  literalOffset: string,
): string | undefined {
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
  const offset = groups['offset'] === undefined ? literalOffset : isoOffset(groups['offset']);
  if (groups['hour'] === undefined && offset === '') return date;
  return `${date}T${padded(hour, 2)}:${padded(minute, 2)}:${padded(second, 2)}${offset}`;
}

function isoOffset(offset: string): string {
  if (/^[A-Z]/i.test(offset)) return 'Z';
  return offset.length === 3 ? `${offset}:00` : offset;
}

function fullYear(text: string): number {
  const year = Number(text);
  return text.length > 2 ? year : year + (year < 70 ? 2000 : 1900);
}

const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
];

/**
 * 1 to 12, or 0 for no month. A name may be cut to three letters or more; `Marraskuu`, which only begins like March, is
 * none.
 */
function monthNamed(name: string): number {
  const text = name.toLowerCase();
  return (
    MONTHS.findIndex((month) => month.startsWith(text) || (text === 'sept' && month === 'september')) + 1
  );
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
