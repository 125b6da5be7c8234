/** A calendar day as unix seconds: from `start` up to but not including `end`. */
export interface Day {
  readonly start: number;
  readonly end: number;
}

const DAY_SECONDS = 86_400;

/** The calendar day of this moment in this timezone (intercom 4.6.4); days can have 23 or 25 hours. */
export function dayOf(seconds: number, timezone: string): Day {
  const date = localDate(seconds, timezone);
  return { start: startOf(date, timezone), end: startOf(date + DAY_SECONDS, timezone) };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The first second of the local date that is written as its UTC midnight. */
function startOf(date: number, timezone: string): number {
  const before = date - offsetAt(date - DAY_SECONDS, timezone);
  const after = date - offsetAt(date + DAY_SECONDS, timezone);
  const candidates = before < after ? [before, after] : [after, before];
  for (const candidate of candidates) {
    if (localDate(candidate, timezone) === date && localDate(candidate - 1, timezone) < date)
      return candidate;
  }
  return before;
}

/** The local date at this moment, written as its UTC midnight. */
function localDate(seconds: number, timezone: string): number {
  const local = seconds + offsetAt(seconds, timezone);
  return Math.floor(local / DAY_SECONDS) * DAY_SECONDS;
}

/** Seconds that local time is ahead of UTC. */
function offsetAt(seconds: number, timezone: string): number {
  const parts = new Map<string, number>();
  for (const part of format(timezone).formatToParts(seconds * 1000)) parts.set(part.type, Number(part.value));
  const read = (name: string): number => parts.get(name) ?? 0;
  const local = Date.UTC(
    read('year'),
    read('month') - 1,
    read('day'),
    read('hour'),
    read('minute'),
    read('second'),
  );
  return Math.round(local / 1000 - Math.floor(seconds));
}

function format(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timezone, made);
  return made;
}
