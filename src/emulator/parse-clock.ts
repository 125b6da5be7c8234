import type { ClockStart } from './clock.ts';
import { readTime } from './time.ts';

const RUNNING = ',running';

/**
 * Reads `2026-01-15T00:00:00Z`, where the clock stands still, or `2026-01-15T00:00:00Z,running`, where it goes on. A day alone is its
 * start in UTC.
 *
 * @throws RangeError
 */
export function parseClock(text: string): ClockStart {
  const running = text.endsWith(RUNNING);
  const atMs = readTime(running ? text.slice(0, -RUNNING.length) : text);
  if (atMs === undefined)
    throw new RangeError(
      `${JSON.stringify(text)} is no time of a clock: write 2026-01-15T00:00:00Z, where it stands still, or 2026-01-15T00:00:00Z${RUNNING}`,
    );
  return { atMs, running };
}
