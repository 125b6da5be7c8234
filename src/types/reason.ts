import type { Diagnostic } from './diagnostic.ts';

/** A finding about a row, as the reason in its reject file. */
export function rejectReason({ summary, detail }: Pick<Diagnostic, 'summary' | 'detail'>): string {
  return detail === undefined ? summary : `${summary}: ${detail}`;
}
