/** A time as a clock on a wall shows it. Months and days count from 1. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Seconds ahead of UTC; undefined where the text names no offset. */
  readonly offset: number | undefined;
}

const FORM =
  /^\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?\s*(?:Z|z|UTC|GMT|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?|[+-]00:?(?:00)? ?(?:UTC|GMT))?)?$/;
/** Must follow a colon or a digit of the time, so that it is not a part of the date. */
const OFFSET = /[:\d]\s*([+-])(\d\d):?(\d\d)?$/;
/** The positions of the parts of a date with a time. */
const AT = { year: 0, month: 5, day: 8, hour: 11, minute: 14, second: 17 } as const;

/**
 * Reads an ISO 8601 date, with or without a time and an offset, as databases and languages write it: `+00`, `+0000`, `UTC`
 * and `GMT` are offsets too. Undefined for any other text, and for days and hours that do not exist. It is called for the
 * dates of every row, so it reads digits at fixed positions.
 */
export function isoInstant(text: string): WallTime | undefined {
  if (!FORM.test(text)) return undefined;
  const timed = text.length > 10;
  const year = twoDigits(text, AT.year) * 100 + twoDigits(text, AT.year + 2);
  const month = twoDigits(text, AT.month);
  const day = twoDigits(text, AT.day);
  const hour = timed ? twoDigits(text, AT.hour) : 0;
  const minute = timed ? twoDigits(text, AT.minute) : 0;
  const second = timed && text[AT.second - 1] === ':' ? twoDigits(text, AT.second) : 0;
  if (!isDay(year, month, day) || hour > 23 || minute > 59 || second > 59) return undefined;
  return { year, month, day, hour, minute, second, offset: timed ? offsetOf(text) : undefined };
}

/** The calendar repeats after this many years. Added to years below 100, it keeps Date.UTC from taking them for 19xx. */
export const calendarYears = 400;
/** The seconds of `calendarYears`. */
export const calendarSeconds = 146_097 * 86_400;

/** Whether the calendar has this day. */
export function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= 28 || day <= new Date(Date.UTC(year + calendarYears, month, 0)).getUTCDate();
}

function offsetOf(text: string): number | undefined {
  // Z, UTC and GMT end in a letter.
  if (text.charCodeAt(text.length - 1) > 0x39) return 0;
  const [, sign, hours, minutes = '0'] = OFFSET.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const seconds = Number(hours) * 3600 + Number(minutes) * 60;
  return sign === '-' ? -seconds : seconds;
}

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - 0x30) * 10 + text.charCodeAt(at + 1) - 0x30;
}
