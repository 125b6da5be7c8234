import fc from 'fast-check';
import { expect } from 'vitest';

/** Counts what the runs of a property saw, so that a property that sees nothing fails. */
export interface Tally {
  /** Counts a run for each label that holds. */
  see(labels: Readonly<Record<string, boolean>>): void;
  /** Fails unless at least this share of the runs had each label. */
  expectShares(shares: Readonly<Record<string, number>>): void;
}

export function createTally(): Tally {
  const counts = new Map<string, number>();
  let runs = 0;
  return {
    see(labels) {
      runs += 1;
      for (const [label, holds] of Object.entries(labels))
        counts.set(label, (counts.get(label) ?? 0) + (holds ? 1 : 0));
    },
    expectShares(shares) {
      const seen = [...counts].map(([label, count]) => `${label} ${count}`).join(', ');
      if (process.env['PROPERTY_TALLY'] !== undefined) console.log(`${runs} runs: ${seen}`);
      for (const [label, share] of Object.entries(shares)) {
        const met = (counts.get(label) ?? 0) / Math.max(1, runs);
        expect(met, `${label} in too few of ${runs} runs (${seen})`).toBeGreaterThanOrEqual(share);
      }
    },
  };
}

/** Every run of the suite checks the same worlds; PROPERTY_SEED and PROPERTY_RUNS explore others, and more of them. */
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 200);
const SEED = 20_261_102;

/** For `it`: shrinking a counterexample takes many more runs. */
export const LAW_TIMEOUT = { timeout: 600_000 };

/** Checks a law over generated values, one after another. */
export async function law<T>(
  values: fc.Arbitrary<T>,
  holds: (value: T) => Promise<void>,
  runs = RUNS,
  seed = SEED,
): Promise<void> {
  await fc.assert(fc.asyncProperty(values, holds), {
    numRuns: runs,
    seed: Number(process.env['PROPERTY_SEED'] ?? seed),
  });
}
