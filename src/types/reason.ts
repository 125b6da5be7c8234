import type { Diagnostic } from './diagnostic.ts';

/** A finding about a row as its reject says it. */
export function reasonOf({ summary, detail }: Pick<Diagnostic, 'summary' | 'detail'>): string {
  return detail === undefined ? summary : `${summary}: ${detail}`;
}
