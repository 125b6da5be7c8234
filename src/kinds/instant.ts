import { calendarSeconds, calendarYears, isoInstant } from '../types/iso-instant.ts';
import type { Json } from '../types/json.ts';

/** Numbers above this are milliseconds, not seconds (DESIGN 3.6). */
const largestSeconds = 1e11;
/**
 * Unix seconds of an instant: ISO 8601 text, Unix seconds, or milliseconds above 1e11. A text without an offset is local
 * to `timezone` (IANA), a date without a time its midnight there. Undefined when it is no instant.
 */
export function toUnixSeconds(value: Json, timezone: string): number | undefined {
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (/^-?\d+(\.\d+)?$/.test(text)) return fromNumber(Number(text));
  const wall = isoInstant(text);
  if (wall === undefined) return undefined;
  const utc = utcSeconds(wall.year, wall.month, wall.day, wall.hour, wall.minute, wall.second);
  return utc - (wall.offset ?? localOffset(utc, timezone));
}

/** Date.UTC takes the years below 100 for those of the last century. */
function utcSeconds(year: number, month: number, ...rest: [number, number, number, number]): number {
  return Date.UTC(year + calendarYears, month - 1, ...rest) / 1000 - calendarSeconds;
}

function fromNumber(value: number): number | undefined {
  if (!Number.isFinite(value)) return undefined;
  return Math.trunc(Math.abs(value) > largestSeconds ? value / 1000 : value);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Seconds that local time is ahead of UTC at the wall time `utc`; asked twice, since the first guess may cross a change of clocks. */
function localOffset(utc: number, timezone: string): number {
  const first = offsetAt(utc, timezone);
  return offsetAt(utc - first, timezone);
}

/** Clocks change on a quarter of an hour, so what held at its start holds for all of it. */
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
