import { expect, it } from 'vitest';
import { filesOf } from '../properties/world.ts';
import { runScenario } from './run-scenario.ts';
import { drawScenario } from './scenario.ts';
import { traceOf } from './trace.ts';

const seed = process.env['INTERFORM_FAULT_SEED'];

it('replays the seed in INTERFORM_FAULT_SEED', async () => {
  const scenario = drawScenario(Number(seed));
  const { world } = scenario;
  console.log(`course: ${scenario.course}; index ${world.indexLagMs} ms late; ${scenario.faults.join(', ')}`);
  for (const [path, text] of filesOf(world)) console.log(`# ${path}\n${text}`);
  console.log(JSON.stringify(world.seed.contacts, null, 1));
  let startedAt = 0;
  const verdict = await runScenario(scenario, {
    begins: (desk) => {
      startedAt = desk.clock.now();
    },
    ends: async (desk) => console.log(await traceOf(desk, startedAt)),
  });
  expect(verdict.problems).toEqual([]);
});
