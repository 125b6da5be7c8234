/** A number as a Unix time is written. */
export const NUMBER_TEXT = /^-?\d+(?:\.\d+)?$/;

/** Numbers above this are milliseconds, not seconds (design 3.6). */
const largestSeconds = 1e11;
/** March 1973: a smaller number is far more often the day number of a spreadsheet, or 20240115, than a number of seconds. */
const hardlySeconds = 1e8;
/** A number from 1 to this one may be the day number of a spreadsheet: a day from 1900 to 2199. */
const lastSheetDay = 109_575;
const dayMs = 86_400_000;
/** 9999-12-31 in any time zone, the last day that most programs know: they write it where something has no end. */
const [lastDayBegins, lastDayEnds] = [253_402_128_000, 253_402_387_200];

/** Whether a number is the end of time in seconds. Read as milliseconds, it would be in January 1978. */
export function isEndOfTime(value: number): boolean {
  return value >= lastDayBegins && value < lastDayEnds;
}

/** Unix seconds of a Unix time in seconds or milliseconds. */
export function unixSeconds(value: number): number {
  return Math.trunc(Math.abs(value) > largestSeconds ? value / 1000 : value);
}

/**
 * Why a number is probably not meant as a Unix time, though it can be read as one; undefined for all others. The words
 * continue a sentence that begins with the number: `46188 is 2026-06-14 as the day of a spreadsheet`.
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
/** Read as milliseconds, all of these are in 1976. */
const DAY_AND_MINUTE = new RegExp(String.raw`^(?:19|20|21)\d{2}${MONTH_AND_DAY}(?:[01]\d|2[0-3])[0-5]\d$`);
