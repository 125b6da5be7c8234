import { calendarSeconds, calendarYears, type WallTime } from './iso-instant.ts';

/** Unix seconds of a wall time: by its own offset, else by the clocks of `timezone` (IANA). */
export function wallSeconds(wall: WallTime, timezone: string): number {
  const utc = utcSeconds(wall.year, wall.month, wall.day, wall.hour, wall.minute, wall.second);
  return utc - (wall.offset ?? localOffset(utc, timezone));
}

/** Whether the name is an IANA time zone. Offsets such as +01:00 do not count: they know no daylight saving. */
export function isTimezone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Shifts the year, because Date.UTC takes years below 100 for 19xx. */
function utcSeconds(year: number, month: number, ...rest: [number, number, number, number]): number {
  return Date.UTC(year + calendarYears, month - 1, ...rest) / 1000 - calendarSeconds;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

const daySeconds = 86_400;

/**
 * Seconds that local time is ahead of UTC at the wall time `utc`. Of a time that the clocks show twice, the first is meant.
 * A time that they skip is read by the offset before the change, so that a day whose midnight is skipped begins when it
 * begins:
 *
 *   before  00:00 ─────── 23:59┊            ← `before` holds up to the change
 *   after                      ┊01:00 ────  ← `after` holds behind it; 00:00 is what `before` would make of it
 */
function localOffset(utc: number, timezone: string): number {
  const day = Math.floor(utc / daySeconds) * daySeconds;
  const before = offsetAt(day - daySeconds, timezone);
  const after = offsetAt(day + 2 * daySeconds, timezone);
  if (before === after || offsetAt(utc - before, timezone) === before) return before;
  return offsetAt(utc - after, timezone) === after ? after : before;
}

/** Clocks change on a quarter of an hour, so the offset at its start holds for all of it. */
const quarterSeconds = 900;
const keptOffsets = 20_000;
const offsets = new Map<string, Map<number, number>>();

function offsetAt(utc: number, timezone: string): number {
  if (timezone === 'UTC') return 0;
  const quarter = Math.floor(utc / quarterSeconds);
  const known = offsets.get(timezone) ?? new Map<number, number>();
  if (known.size > keptOffsets) known.clear();
  offsets.set(timezone, known);
  const offset = known.get(quarter) ?? formattedOffset(quarter * quarterSeconds, timezone);
  known.set(quarter, offset);
  return offset;
}

function formattedOffset(utc: number, timezone: string): number {
  let formatter = formatters.get(timezone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(timezone, formatter);
  }
  const parts = new Map(formatter.formatToParts(utc * 1000).map((part) => [part.type, Number(part.value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const local = utcSeconds(
    part('year'),
    part('month'),
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return Math.round(local - utc);
}
