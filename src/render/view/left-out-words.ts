import type { LeftOut } from '../../types/plan.ts';
import { thousands } from '../words/counted.ts';

/** `482 of 503 rows were left out`, over the sources that lost any. */
export function leftOutWords(sources: readonly LeftOut[]): string {
  const sum = (count: (source: LeftOut) => number) => sources.reduce((all, one) => all + count(one), 0);
  const left = sum(({ left_out }) => left_out);
  return `${thousands(left)} of ${thousands(sum(({ rows }) => rows))} rows ${left === 1 ? 'was' : 'were'} left out`;
}
