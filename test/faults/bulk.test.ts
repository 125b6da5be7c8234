import { describe, expect, it } from 'vitest';
import { parseFaults } from '../../src/emulator/index.ts';
import { contactBulkCreating } from '../../src/kinds/contact/writing/bulk-create.ts';
import type { Document } from '../properties/manifests.ts';
import type { Desk } from './desk.ts';
import { type Dice, throwDice } from './dice.ts';
import { runScenario } from './run-scenario.ts';
import { drawScenario, type Scenario } from './scenario.ts';

const RUNS = Number(process.env['INTERFORM_BULK_RUNS'] ?? 160);
const RUNS_A_CASE = 20;
const FIRST = 50_001;
const JOB_FAULTS = ['job-stuck', 'job-false-errors', 'job-lost-items', 'job-lost-tags'];

// The people of a scenario are few, so requests are so small that each run has several of them.
const AS_BULK = { least: 2, most: 3 };
/** The calm run that the others have to end like creates everybody by a request of their own. */
const ONE_BY_ONE = { least: Number.POSITIVE_INFINITY };

/** New users beside the people of the scenario, some with what rides along with them. */
function crowd(dice: Dice): Document {
  const items = Array.from({ length: dice.between(4, 11) }, (_, index) => ({
    external_id: `crowd-${index}`,
    email: `crowd-${index}@acme.test`,
    ...(dice.chance(0.5) ? { name: `Crowd ${index}`, custom_attributes: { plan: 'pro' } } : {}),
    ...(dice.chance(0.5) ? { tags: ['vip'] } : {}),
    ...(dice.chance(0.3) ? { companies: ['acme'] } : {}),
  }));
  const head = { apiVersion: 'interform/v1', kind: 'ContactSet', name: 'crowd' };
  return { head, list: { key: 'contacts', items } };
}

/** The scenario of the seed with more people, in which jobs may go wrong as well. */
function withJobFaults(seed: number): Scenario {
  const dice = throwDice(seed).apart('jobs');
  const drawn = drawScenario(seed);
  const world = { ...drawn.world, documents: [...drawn.world.documents, crowd(dice)] };
  const scenario = { ...drawn, world };
  if (dice.chance(0.3)) return scenario;
  const name = dice.one(JOB_FAULTS);
  const { faults } = parseFaults(`${name}:${dice.one(['0.3', '1'])}`);
  const plan = { seed, ...scenario.plan, faults: [...(scenario.plan?.faults ?? []), ...faults] };
  return { ...scenario, faults: [...scenario.faults, name], plan };
}

describe('bulk requests under seeded faults, kills and applies that meet', () => {
  for (let start = FIRST; start < FIRST + RUNS; start += RUNS_A_CASE) {
    const seeds = Array.from({ length: RUNS_A_CASE }, (_, index) => start + index);
    it(`seeds ${seeds[0]} to ${seeds.at(-1)}`, { timeout: 300_000 }, async () => {
      const failures: string[] = [];
      let bulks = 0;
      const ends = async ({ emulator }: Desk) => {
        bulks += emulator.requests.filter(({ path }) => path === '/contacts/bulk').length;
      };
      for (const seed of seeds) {
        const scenario = withJobFaults(seed);
        Object.assign(contactBulkCreating, ONE_BY_ONE);
        const begins = () => Object.assign(contactBulkCreating, AS_BULK);
        const { problems, exits } = await runScenario(scenario, { begins, ends });
        if (problems.length === 0) continue;
        const what = problems.slice(0, 6).map((problem) => `  ${problem.sort}: ${problem.what}`);
        failures.push(
          `seed ${seed}: ${scenario.course}; ${scenario.faults.join(', ')}; exits ${exits.join(' ')}\n${what.join('\n')}`,
        );
      }
      expect(failures.join('\n\n')).toBe('');
      expect(bulks).toBeGreaterThan(RUNS_A_CASE);
    });
  }
});
