import { type ChangeResult, OUTCOMES, type Outcome } from '../types/result.ts';

/** How many results there are of each outcome. */
export type OutcomeCounts = Readonly<Record<Outcome, number>>;

/** Counts results, and holds none of them. */
export function tallyOf(results: Iterable<ChangeResult>): OutcomeCounts {
  const tally = noResults();
  for (const { outcome } of results) tally[outcome] += 1;
  return tally;
}

/** Whether everything was made, or was so already. */
export function isComplete({ done: _, already: __, ...others }: OutcomeCounts): boolean {
  return Object.values(others).every((count) => count === 0);
}

function noResults(): Record<Outcome, number> {
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>; // Every outcome is a key.
}
