import { isoInstant, type WallTime } from './iso-instant.ts';
import { rfc822Instant } from './rfc822-instant.ts';

/** The dates that are understood without a declared form: ISO 8601, and RFC 822 with its zone. */
export function writtenInstant(text: string): WallTime | undefined {
  return isoInstant(text) ?? (/^\d{4}/.test(text) ? undefined : rfc822Instant(text));
}
