import type { Json } from '../../types/json.ts';
import { wallSeconds } from '../../types/time-zone.ts';
import { doubtfulUnixTime, isEndOfTime, NUMBER_TEXT, unixSeconds } from '../../types/unix-number.ts';
import { writtenInstant } from '../../types/written-instant.ts';

/** Years that Intercom and people use. A date outside them was misread, or stands for no date. */
const firstYear = 1900;
const lastYear = 2200;
const firstSecond = Date.UTC(firstYear, 0) / 1000;
/** The first second after them. */
const endSecond = Date.UTC(lastYear + 1, 0) / 1000;

/** An instant, or why the value is none that may be stored (undefined: it is no instant). */
export type Instant = { readonly seconds: number } | { readonly refused: string | undefined };

/**
 * Unix seconds of an instant in the years 1900 to 2200: a text as writtenInstant reads it, Unix seconds, or milliseconds
 * above 1e11. A text without an offset is local to `timezone` (IANA); a date without a time is its midnight there.
 */
export function readInstant(value: Json, timezone: string): Instant {
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value !== 'string') return NONE;
  const text = value.trim();
  if (NUMBER_TEXT.test(text)) return fromNumber(Number(text));
  const wall = writtenInstant(text);
  if (wall === undefined) return NONE;
  if (wall.year < firstYear || wall.year > lastYear)
    return {
      refused: `the year ${wall.year} is not between ${firstYear} and ${lastYear}; programs write such a date where they have none`,
    };
  return { seconds: wallSeconds(wall, timezone) };
}

/**
 * Why a number, typed or as text, is probably not meant as the time that it is read as; undefined where nothing speaks
 * against it.
 */
export function instantDoubt(value: Json): string | undefined {
  if (typeof value === 'number') return doubtfulUnixTime(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return NUMBER_TEXT.test(text) ? doubtfulUnixTime(Number(text)) : undefined;
}

/** The same without a reason: undefined where it is no such instant. */
export function toUnixSeconds(value: Json, timezone: string): number | undefined {
  const instant = readInstant(value, timezone);
  return 'seconds' in instant ? instant.seconds : undefined;
}

const NONE: Instant = { refused: undefined };

function fromNumber(value: number): Instant {
  if (!Number.isFinite(value)) return NONE;
  if (isEndOfTime(value))
    return { refused: 'in seconds it is 9999-12-31, which programs write where there is no end' };
  const seconds = unixSeconds(value);
  if (isOurs(seconds)) return { seconds };
  return { refused: `as Unix time it is not between ${firstYear} and ${lastYear}${unitOf(value)}` };
}

/** What a number may be that is too large for milliseconds. */
function unitOf(value: number): string {
  const digits = String(Math.trunc(Math.abs(value)));
  if (
    /^(?:19|20|21)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d$/.test(digits)
  )
    return '; its digits are those of a date, YYYYMMDDHHmmss';
  for (const [unit, perSecond] of UNITS) {
    const seconds = value / perSecond;
    if (isOurs(seconds) && doubtfulUnixTime(seconds) === undefined)
      return `; in ${unit} it is ${new Date(seconds * 1000).toISOString().slice(0, 10)}`;
  }
  return '';
}

const UNITS = [
  ['microseconds', 1e6],
  ['nanoseconds', 1e9],
] as const;

function isOurs(seconds: number): boolean {
  return seconds >= firstSecond && seconds < endSecond;
}
