import type { Diagnostic } from '../../types/diagnostic.ts';
import type { LeftOut } from '../../types/plan.ts';

/** Sources with fewer rows than this are exempt from the percentage (design 6.4). */
const EXEMPT_BELOW_ROWS = 20;

/** Whether sources leave out more rows than their share. */
export interface SkipVerdict {
  /** How many of the rows may be left out. Equal to the number left out exactly when no source is over. */
  readonly allowed: number;
  readonly over: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** How many rows `on_bad_row: skip` leaves out in all sources. */
export function countLeftOut(sources: readonly LeftOut[]): number {
  return sources.reduce((sum, { left_out }) => sum + left_out, 0);
}

/**
 * Compares, for each source, the rows that were left out with a percentage of its rows. A source whose rows could not be
 * counted is over (law 9).
 */
export function skipWithin(sources: readonly LeftOut[], percent: number): SkipVerdict {
  let allowed = 0;
  const diagnostics: Diagnostic[] = [];
  for (const { source, rows, left_out: count } of sources) {
    const limit = limitOf(rows, count, percent);
    allowed += Math.min(count, limit);
    if (count <= limit) continue;
    diagnostics.push({
      code: 'skip-share',
      severity: 'warning',
      summary: `${count} of ${rows} rows are left out, more than the share of ${percent}%`,
      detail: `at most ${limit} of ${source} may be left out`,
      help: 'look at the reject file: one wrong format may be behind all of them; --allow skip=N leaves out at most N rows in this run',
      file: source,
    });
  }
  return { allowed, over: diagnostics.length > 0, diagnostics };
}

function limitOf(rows: number, count: number, percent: number): number {
  if (!Number.isInteger(rows) || rows < count) return 0;
  return rows < EXEMPT_BELOW_ROWS ? count : Math.floor((rows * percent) / 100);
}
