import { isDay, type WallTime } from './iso-instant.ts';

/** `Mon, 15 Jun 2026 09:30:00 GMT`, as mail and HTTP write it: the weekday and the seconds may be missing, the zone may not. */
const FORM =
  /^(?:(mon|tue|wed|thu|fri|sat|sun),\s*)?(\d{1,2}) ([a-z]{3}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? (?:(ut|utc|gmt|z|[ecmp][sd]t)|([+-])(\d\d)(\d\d))(?: \([a-z ]{1,40}\))?$/i;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
/** The zones that RFC 822 names, in hours. Its one-letter military zones are left out: they were printed with the wrong sign. */
const ZONES: ReadonlyMap<string, number> = new Map([
  ...['ut', 'utc', 'gmt', 'z'].map((name): [string, number] => [name, 0]),
  ...['e', 'c', 'm', 'p'].flatMap((zone, index): [string, number][] => [
    [`${zone}dt`, -4 - index],
    [`${zone}st`, -5 - index],
  ]),
]);

/**
 * A date of RFC 822 and RFC 2822; undefined for any other text, and where the weekday does not fit the date. Years have four
 * digits.
 */
export function rfc822Instant(text: string): WallTime | undefined {
  const found = FORM.exec(text);
  if (found === null) return undefined;
  const [, weekday, day, month = '', year, hour, minute, second = '0', zone, sign, hours, minutes] = found;
  const wall = {
    year: Number(year),
    month: MONTHS.indexOf(month.toLowerCase()) + 1,
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
  };
  if (!isDay(wall.year, wall.month, wall.day) || wall.hour > 23 || wall.minute > 59 || wall.second > 59)
    return undefined;
  if (weekday !== undefined && WEEKDAYS.indexOf(weekday.toLowerCase()) !== weekdayOf(wall)) return undefined;
  if (zone !== undefined) return { ...wall, offset: (ZONES.get(zone.toLowerCase()) ?? 0) * 3600 };
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const seconds = Number(hours) * 3600 + Number(minutes) * 60;
  return { ...wall, offset: sign === '-' ? -seconds : seconds };
}

/** Counted from Sunday. */
function weekdayOf({ year, month, day }: Pick<WallTime, 'year' | 'month' | 'day'>): number {
  // 400 years are a whole number of weeks.
  return new Date(Date.UTC(year + 400, month - 1, day)).getUTCDay();
}
