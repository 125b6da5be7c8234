import type { Json } from '../types/json.ts';

/** Numbers above this are milliseconds, not seconds (DESIGN 3.6). */
const largestSeconds = 1e11;
const isoPattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Unix seconds of an instant: ISO 8601 text, Unix seconds, or milliseconds above 1e11. A text without an offset is local
 * to `timezone` (IANA), a date without a time its midnight there. Undefined when it is no instant.
 */
export function toUnixSeconds(value: Json, timezone: string): number | undefined {
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (/^-?\d+(\.\d+)?$/.test(text)) return fromNumber(Number(text));
  const match = isoPattern.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const wall = {
    year: year ?? 0,
    month: month ?? 1,
    day: day ?? 1,
    hour: hour ?? 0,
    minute: minute ?? 0,
    second: second ?? 0,
  };
  if (!exists(wall)) return undefined;
  const utc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second) / 1000;
  const offset = match[7];
  if (offset === undefined) return utc - localOffset(utc, timezone);
  if (offset.toUpperCase() === 'Z') return utc;
  const sign = offset.startsWith('-') ? -1 : 1;
  const digits = offset.replace(/\D/g, '');
  return utc - sign * (Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2)) * 60);
}

function fromNumber(value: number): number | undefined {
  if (!Number.isFinite(value)) return undefined;
  return Math.trunc(Math.abs(value) > largestSeconds ? value / 1000 : value);
}

interface Wall {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

function exists(wall: Wall): boolean {
  const date = new Date(Date.UTC(wall.year, wall.month - 1, wall.day));
  const sameDay = date.getUTCMonth() === wall.month - 1 && date.getUTCDate() === wall.day;
  return sameDay && wall.hour < 24 && wall.minute < 60 && wall.second < 60;
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
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return Math.round(local / 1000 - utc);
}
