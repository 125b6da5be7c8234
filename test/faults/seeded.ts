import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runScenario, type Verdict } from './run-scenario.ts';
import { drawScenario } from './scenario.ts';

/** The runs of the suite are spread over this many files, so that every processor has one. The table does more runs. */
const SHARDS = 4;
const RUNS = Number(process.env['INTERFORM_FAULT_RUNS'] ?? 1_000);
/** The first seed; others look elsewhere. */
const FIRST = Number(process.env['INTERFORM_FAULT_FIRST'] ?? 1);
/** How many seeds one test case of the report covers. */
const RUNS_A_CASE = 50;
const CASE_TIMEOUT_MS = 300_000;

/** The seeds that belong to one file of the suite. */
export function describeShard(shard: number): void {
  const seeds = Array.from({ length: RUNS }, (_, index) => FIRST + index).filter(
    (seed) => seed % SHARDS === shard,
  );
  describe('seeded faults', () => {
    for (let start = 0; start < seeds.length; start += RUNS_A_CASE) {
      const some = seeds.slice(start, start + RUNS_A_CASE);
      it(`seeds ${some[0]} to ${some.at(-1)}`, { timeout: CASE_TIMEOUT_MS }, async () => {
        const failures: string[] = [];
        for (const seed of some) {
          const verdict = await verdictOf(seed);
          record(verdict);
          if (verdict.problems.length > 0) failures.push(told(verdict));
        }
        expect(failures.join('\n\n')).toBe('');
      });
    }
  });
}

/** A run that ends in an error of the harness or the product is a problem too. */
async function verdictOf(seed: number): Promise<Verdict> {
  const scenario = drawScenario(seed);
  try {
    return await runScenario(scenario);
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { scenario, problems: [{ sort: 'crashed', what }], exits: [], finishing: 0, struck: 0 };
  }
}

function told({ scenario, problems, exits }: Verdict): string {
  const { seed, course, faults, world } = scenario;
  return [
    `seed ${seed}: ${course}; index ${world.indexLagMs} ms behind; ${faults.join(', ') || 'no faults'}; exits ${exits.join(' ')}`,
    ...problems.slice(0, 8).map(({ sort, what }) => `  ${sort}: ${what}`),
    `  replay: node test/faults/replay.js --seed ${seed}`,
  ].join('\n');
}

/** Records a line about each run, where a table is asked for. */
function record({ scenario, problems, exits, finishing, struck }: Verdict): void {
  const folder = process.env['INTERFORM_FAULT_RECORDS'];
  if (folder === undefined) return;
  const { seed, course, faults, world } = scenario;
  const line = {
    seed,
    course,
    faults,
    lag: world.indexLagMs,
    exits,
    finishing,
    struck,
    sorts: [...new Set(problems.map(({ sort }) => sort))],
  };
  appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify(line)}\n`);
}
