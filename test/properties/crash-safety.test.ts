import { describe, expect, it } from 'vitest';
import { drawKill, type Measure } from '../faults/courses.ts';
import type { StoreKind } from '../faults/desk.ts';
import { throwDice } from '../faults/dice.ts';
import { drawWorld } from '../faults/people.ts';
import type { KillPoint } from '../faults/run.ts';
import { runCourse } from '../faults/run-scenario.ts';
import type { Scenario } from '../faults/scenario.ts';
import { LAW_TIMEOUT } from './tally.ts';

/*
 * Law 7: kill apply at any instant, between any two steps; the next run with the same store, at once or later, ends in the same
 * state, without a duplicate. Without the store the index has to have caught up, and then a plan sees what is left. The order of
 * steps that makes it so is tried by itself in test/faults/interrupted.test.ts.
 */
const WORLDS = Number(process.env['PROPERTY_CRASH_WORLDS'] ?? 4);
const FIRST_SEED = Number(process.env['PROPERTY_SEED'] ?? 700_000);
const seeds = Array.from({ length: WORLDS }, (_, index) => FIRST_SEED + index);
const LAG_MS = 60_000;
const NONE: StoreKind = { locks: 'none', slowestMs: 0 };

function scenarioOf(seed: number, store: StoreKind): Scenario {
  const world = drawWorld(throwDice(seed).apart('world'), LAG_MS);
  const calm = { faults: [], plan: undefined, edits: false, fillsAttributes: false, rateLimit: 0 };
  return { seed, world, course: 'kill and rerun at once', ...calm, store };
}

/** What is wrong after one kill; `before` lets time pass before the rerun. */
async function problemsOf(scenario: Scenario, kill: (measure: Measure) => KillPoint, waitMs: number) {
  let writes = 0;
  let point: KillPoint | undefined;
  const { problems, exits } = await runCourse(scenario, async ({ desk, measure }) => {
    writes = measure.writes;
    point = kill(measure);
    await desk.apply({ kill: point });
    await desk.clock.sleep(waitMs);
    await desk.start(['apply', '--lock-timeout', '120']).ended;
  });
  const told = problems.map(
    ({ sort, what }) => `seed ${scenario.seed}, ${JSON.stringify(point)}: ${sort}: ${what}`,
  );
  return { writes, told, killed: exits[0] === 'killed' };
}

describe('law 7, crash safety', () => {
  it.each([
    {
      store: { locks: 'folder', slowestMs: 4 },
      waitMs: 0,
      title: 'on a store with locks of a folder, at once',
    },
    {
      store: { locks: 'redis', slowestMs: 80 },
      waitMs: 0,
      title: 'on a store with locks of a Redis, at once',
    },
    { store: NONE, waitMs: LAG_MS + 1_000, title: 'without a store, once the index has caught up' },
  ] as const)('holds for a kill at every write: $title', LAW_TIMEOUT, async ({ store, waitMs }) => {
    const told: string[] = [];
    let kills = 0;
    for (const seed of seeds) {
      const dice = throwDice(seed);
      for (let write = 1, writes = 1; write <= writes; write += 1) {
        const when = dice.one(['before', 'arrived', 'answered'] as const);
        const found = await problemsOf(scenarioOf(seed, store), () => ({ write, when }), waitMs);
        writes = found.writes;
        kills += found.killed ? 1 : 0;
        told.push(...found.told);
      }
    }
    expect(told).toEqual([]);
    expect(kills).toBeGreaterThan(WORLDS * 5);
  });

  it.each([
    { store: { locks: 'folder', slowestMs: 80 }, title: 'with a store, at once or later' },
    { store: NONE, title: 'without a store, once the index has caught up' },
  ] as const)('holds for a kill in any instant: $title', LAW_TIMEOUT, async ({ store }) => {
    const told: string[] = [];
    let kills = 0;
    for (const seed of seeds.flatMap((one) => [one + 1_000, one + 2_000, one + 3_000])) {
      const dice = throwDice(seed);
      const scenario = scenarioOf(seed, store);
      const later = dice.chance(0.5) ? dice.between(0, 600_000) : 0;
      const waitMs = store === NONE ? LAG_MS + 1_000 : later;
      const found = await problemsOf(scenario, (measure) => drawKill(dice, measure), waitMs);
      kills += found.killed ? 1 : 0;
      told.push(...found.told);
    }
    expect(told).toEqual([]);
    expect(kills).toBeGreaterThan(WORLDS);
  });
});
