import type { Json } from '../../../types/json.ts';
import { isTimezone } from '../../../types/time-zone.ts';
import type { SampledColumn } from '../file/sample.ts';

/** A value with its own offset, or a Unix time, needs no timezone. */
const NAMES_INSTANT = /(?:Z|UTC|GMT|:\d{2}(?:\.\d+)?\s*[+-]\d{2}:?(?:\d{2})?)$|^\d+$/i;
/** `Created (UTC)`, `created_utc`, `Signed up (Europe/Dublin)` */
const IN_NAME = /\(([A-Za-z]+(?:\/[A-Za-z_+-]+)*)\)\s*$|[\s_](utc|gmt)$/i;

/** The manifest's value for a column of dates: with its format, and with the timezone that its name gives. */
export function dateColumn({ name, texts }: SampledColumn, format: string | undefined): Json {
  const timezone = texts.every((text) => NAMES_INSTANT.test(text.trim())) ? undefined : zoneIn(name);
  if (format === undefined && timezone === undefined) return name;
  return {
    column: name,
    ...(format === undefined ? {} : { date: format }),
    ...(timezone === undefined ? {} : { timezone }),
  };
}

function zoneIn(name: string): string | undefined {
  const [, inBrackets, behind] = IN_NAME.exec(name) ?? [];
  const zone = (inBrackets ?? behind)?.replace(/^(?:utc|gmt)$/i, 'UTC');
  return zone !== undefined && isTimezone(zone) ? zone : undefined;
}
