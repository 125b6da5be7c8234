/** A number in the writing of a Unix time. */
export const NUMBER_TEXT = /^-?\d+(?:\.\d+)?$/;

/** Numbers above this are milliseconds, not seconds (design 3.6). */
const largestSeconds = 1e11;
/** Seconds until March 1973: a smaller number is a spreadsheet's day, or 20240115, far more often than a second. */
const hardlySeconds = 1e8;
/** 1 January 1900 to 31 December 2199, as the days that a spreadsheet counts. */
const lastSheetDay = 109_575;
const dayMs = 86_400_000;
/** The last day that most programs know, 9999-12-31, in any timezone: written where something has no end. */
const [lastDayBegins, lastDayEnds] = [253_402_128_000, 253_402_387_200];

/** Whether a number is the end of all time in seconds, which is a minute of 1978 in milliseconds. */
export function isEndOfTime(value: number): boolean {
  return value >= lastDayBegins && value < lastDayEnds;
}

/** Unix seconds of a Unix time in seconds or milliseconds. */
export function unixSeconds(value: number): number {
  return Math.trunc(Math.abs(value) > largestSeconds ? value / 1000 : value);
}

/**
 * What a number is that is hardly meant as Unix time, though it can be read so; undefined for all others. Told in words that
 * go on from the number: `46188 is 2026-06-14 as the day of a spreadsheet`.
 */
export function doubtfulUnixTime(value: number): string | undefined {
  const digits = String(Math.trunc(Math.abs(value)));
  if (Math.abs(value) >= hardlySeconds)
    return DAY_AND_MINUTE.test(digits) ? 'is a date with digits only' : undefined;
  if (/^(?:19|20|21)\d{2}$/.test(digits)) return 'is a year';
  if (DAY.test(digits)) return 'is a day with digits only';
  if (value >= 1 && value <= lastSheetDay) {
    const day = new Date(Date.UTC(1899, 11, 30) + Math.floor(value) * dayMs).toISOString().slice(0, 10);
    return `is ${day} as the day of a spreadsheet`;
  }
  return 'is soon after 1970';
}

const MONTH_AND_DAY = String.raw`(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])`;
const DAY = new RegExp(String.raw`^(?:19|20|21)\d{2}${MONTH_AND_DAY}$`);
/** Read as milliseconds, all of them lie in 1976 to 1979. */
const DAY_AND_MINUTE = new RegExp(String.raw`^(?:19|20|21)\d{2}${MONTH_AND_DAY}(?:[01]\d|2[0-3])[0-5]\d$`);
