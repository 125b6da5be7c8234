import type { AuditWords } from '../../types/kind/auditing.ts';
import { displayWidth, padTo, shorten } from '../terminal/width.ts';
import { counted, thousands } from '../words/counted.ts';
import { inert } from '../words/inert.ts';
import { showString } from '../words/value.ts';

/** Samples shown of one group; the JSON document holds all. */
const SAMPLES = 20;

/** The first of many lines, and how many there are more. */
export function sampled<T>(items: readonly T[], lines: (item: T) => readonly string[]): string[] {
  const shown = items.slice(0, SAMPLES).flatMap((item) => lines(item));
  const more = items.length - SAMPLES;
  return more > 0 ? [...shown, `  and ${thousands(more)} more; --json lists all`] : shown;
}

/** Rows in columns, each as wide as its widest cell; columns in `right` are aligned to the right. */
function table(rows: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, at) => {
      widths[at] = Math.max(widths[at] ?? 0, displayWidth(cell));
    });
  return rows.map((row) => {
    const cells = row.map((cell, at) => {
      const width = widths[at] ?? 0;
      return right.includes(at) ? ' '.repeat(width - displayWidth(cell)) + cell : padTo(cell, width);
    });
    return `  ${cells.join('  ')}`.trimEnd();
  });
}

/** Free text of the workspace, quoted where its ends could not be seen. */
export function shown(text: string): string {
  return showString(text);
}

/** What kinds write their sections with. */
export const AUDIT_WORDS: AuditWords = { counted, inert, sampled, shorten, shown, table, thousands };
