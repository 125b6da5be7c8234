/** The last second of year 9999. */
const LAST_SECOND = 253_402_300_799;

/** Unix seconds as ISO 8601 in UTC; the number itself where ISO has no four-digit year for it. */
export function instantText(seconds: number): string | number {
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > LAST_SECOND) return seconds;
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
