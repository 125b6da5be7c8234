import { describe, expect, it } from 'vitest';
import { parseFaults, type SeedContact } from '../../src/emulator/index.ts';
import { contactBulkCreating } from '../../src/kinds/contact/writing/bulk-create.ts';
import { contactBulkUpdating } from '../../src/kinds/contact/writing/bulk-update.ts';
import { createKeyedHash } from '../../src/store/keyed-hash.ts';
import { Store } from '../../src/store/store.ts';
import { FACT_RANGES, FACTS_FORMAT } from '../../src/types/facts.ts';
import type { JsonObject } from '../../src/types/json.ts';
import type { Document } from '../properties/manifests.ts';
import type { World } from '../properties/world.ts';
import type { Desk } from './desk.ts';
import { type Dice, throwDice } from './dice.ts';
import { Life } from './life.ts';
import { UNMANAGED_TAG } from './people.ts';
import { runScenario } from './run-scenario.ts';
import { drawScenario, type Scenario } from './scenario.ts';

const RUNS = Number(process.env['INTERFORM_BULK_RUNS'] ?? 120);
const RUNS_A_CASE = 20;
const FIRST = 50_001;
const JOB_FAULTS = ['job-stuck', 'job-false-errors', 'job-lost-items', 'job-lost-tags'];

// The people of a scenario are few, so requests are so small that each run has several of them.
const AS_BULK = { least: 2, most: 3 };
/** The calm run that the others have to end like creates everybody by a request of their own. */
const ONE_BY_ONE = { least: Number.POSITIVE_INFINITY };

/** New users, and users whose values change, beside the people of the scenario; some with what rides along with them. */
function withCrowd(world: World, dice: Dice): World {
  const news = Array.from({ length: dice.between(4, 11) }, (_, index) => person(`crowd-${index}`, dice));
  const olds = Array.from({ length: dice.between(0, 8) }, (_, index) => person(`regular-${index}`, dice));
  const live = olds.map(({ external_id, email }, index): SeedContact => {
    const at = { created_at: LONG_AGO, updated_at: LONG_AGO };
    const tags = dice.chance(0.3) ? [UNMANAGED_TAG] : [];
    return {
      id: `64f1${String(index).padStart(20, '0')}`,
      external_id,
      email,
      name: 'Somebody',
      tags,
      ...at,
    };
  });
  const head = { apiVersion: 'interform/v1', kind: 'ContactSet', name: 'crowd' };
  const crowd: Document = { head, list: { key: 'contacts', items: [...news, ...olds] } };
  const seed = { ...world.seed, contacts: [...(world.seed.contacts ?? []), ...live] };
  return { ...world, seed, documents: [...world.documents, crowd] };
}

/** 1 June 2026. */
const LONG_AGO = 1_780_272_000;

function person(external_id: string, dice: Dice) {
  const more: JsonObject = {
    ...(dice.chance(0.5) ? { name: `One ${external_id}`, custom_attributes: { plan: 'pro' } } : {}),
    ...(dice.chance(0.5) ? { tags: ['vip'] } : {}),
    ...(dice.chance(0.3) ? { companies: ['acme'] } : {}),
  };
  return { external_id, email: `${external_id}@acme.test`, ...more };
}

/** A probe saw bulk updates work. */
async function keepFacts({ store, clock }: Desk, dice: Dice): Promise<void> {
  const settings = { kind: 'folder', path: '', index_lag: 0, keep_values: true, keep: 0 } as const;
  const open = store?.openFor({ life: new Life(clock), dice: dice.apart('probe') });
  const backend = await open?.(settings, { folder: '', env: {}, mode: 'write' });
  if (backend === undefined) throw new Error('a scenario has a store');
  const fact = {
    name: 'bulk_update',
    question: 'Do bulk updates work?',
    assumed: FACT_RANGES.bulk_update.assumed,
    found: 'works',
    state: 'differs',
    how: 'asked',
  } as const;
  await new Store(backend, createKeyedHash('', backend.hashKey)).saveFacts({
    format: FACTS_FORMAT,
    tool: '0.1.0',
    workspace: { id: 'ecahpwf5', name: 'Acme', region: 'US' },
    intercom_version: '2.16',
    probed_at: '2026-11-01T09:00:00.000Z',
    facts: [fact],
  });
}

/** The scenario of the seed with more people, in which jobs may go wrong as well. */
function withJobFaults(seed: number): Scenario {
  const dice = throwDice(seed).apart('jobs');
  const drawn = drawScenario(seed);
  const scenario = { ...drawn, world: withCrowd(drawn.world, dice), switches: { bulkUpdate: true } };
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
      const bulks = { POST: 0, PUT: 0 };
      const ends = async ({ emulator }: Desk) => {
        for (const { path, method } of emulator.requests)
          if (path === '/contacts/bulk') bulks[method as keyof typeof bulks] += 1;
      };
      for (const seed of seeds) {
        const scenario = withJobFaults(seed);
        const writings = [contactBulkCreating, contactBulkUpdating];
        for (const writing of writings) Object.assign(writing, ONE_BY_ONE);
        const begins = async (desk: Desk) => {
          for (const writing of writings) Object.assign(writing, AS_BULK);
          await keepFacts(desk, throwDice(seed));
        };
        const { problems, exits } = await runScenario(scenario, { begins, ends });
        if (problems.length === 0) continue;
        const what = problems.slice(0, 6).map((problem) => `  ${problem.sort}: ${problem.what}`);
        failures.push(
          `seed ${seed}: ${scenario.course}; ${scenario.faults.join(', ')}; exits ${exits.join(' ')}\n${what.join('\n')}`,
        );
      }
      expect(failures.join('\n\n')).toBe('');
      expect(bulks.POST).toBeGreaterThan(RUNS_A_CASE);
      expect(bulks.PUT).toBeGreaterThan(RUNS_A_CASE / 2);
    });
  }
});
