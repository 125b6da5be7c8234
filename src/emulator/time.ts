const WRITTEN = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/;

/** Milliseconds since 1970 of a day (its start in UTC) or a time such as `2026-01-15T00:00:00Z`; undefined where it is none. */
export function readTime(text: string): number | undefined {
  const atMs = WRITTEN.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : atMs;
}
