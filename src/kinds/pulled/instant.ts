/** The first second of 1900 and the last of 2200: outside of them no manifest holds an instant. */
const FIRST_SECOND = -2_208_988_800;
const LAST_SECOND = 7_289_654_399;

/** Unix seconds as ISO 8601 in UTC; the number itself where no manifest can hold it. */
export function pulledInstant(seconds: number): string | number {
  if (!Number.isInteger(seconds) || seconds < FIRST_SECOND || seconds > LAST_SECOND) return seconds;
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
