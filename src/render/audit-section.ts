import { thousands } from './counted.ts';
import type { Look } from './look.ts';
import { showString } from './value.ts';
import { displayWidth, padTo } from './width.ts';

export interface AuditLook extends Look {
  /** Emails, phones and sensitive values are not shown: logs of CI are read by strangers (DESIGN 6.3). */
  readonly masked: boolean;
}

/** One titled block of an audit. */
export interface Section {
  readonly title: string;
  /** What to do about it. */
  readonly advice?: string;
  readonly lines: readonly string[];
}

/** Samples shown of one group; the JSON document holds all. */
const SAMPLES = 20;
const MASK = '•••';
const EMAIL_OR_PHONE = /^\s*(?:[^\s@]+@[^\s@]+|\+[\d\s().-]{7,})\s*$/;

/** The first of many lines, and how many there are more. */
export function sampled<T>(items: readonly T[], lines: (item: T) => readonly string[]): string[] {
  const shown = items.slice(0, SAMPLES).flatMap((item) => lines(item));
  const more = items.length - SAMPLES;
  return more > 0 ? [...shown, `  and ${thousands(more)} more; --json lists all`] : shown;
}

/** Rows in columns, each as wide as its widest cell; columns in `right` are aligned to the right. */
export function table(rows: readonly (readonly string[])[], right: readonly number[] = []): string[] {
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

/** Text that may be somebody's email or phone. */
export function maybePersonal(text: string, look: AuditLook): string {
  return look.masked && EMAIL_OR_PHONE.test(text) ? MASK : showString(text);
}

/** Text that is personal for sure. */
export function personal(text: string, look: AuditLook): string {
  return look.masked ? MASK : showString(text);
}
