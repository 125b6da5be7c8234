import { it } from 'vitest';
import { runScenario } from './run-scenario.ts';
import { drawScenario } from './scenario.ts';

it('tries', async () => {
  const from = Number(process.env['FROM'] ?? 0),
    count = Number(process.env['COUNT'] ?? 50);
  const sorts = new Map<string, number>();
  let bad = 0;
  const t = performance.now();
  for (let seed = from; seed < from + count; seed++) {
    const scenario = drawScenario(seed);
    try {
      const verdict = await runScenario(scenario);
      if (verdict.problems.length) bad++;
      for (const sort of new Set(verdict.problems.map((p) => p.sort)))
        sorts.set(sort, (sorts.get(sort) ?? 0) + 1);
      if (process.env['SHOW'])
        console.log(
          seed,
          scenario.course,
          'lag',
          scenario.world.indexLagMs,
          scenario.faults.join(','),
          scenario.rateLimit,
          verdict.exits.join(' '),
          'finishing',
          verdict.finishing,
          verdict.problems
            .filter((p) => !process.env['SORT'] || p.sort === process.env['SORT'])
            .map((p) => `\n    ${p.sort}: ${p.what.slice(0, 400)}`)
            .join(''),
        );
    } catch (e) {
      console.log(seed, scenario.course, e);
      bad++;
      sorts.set('threw', (sorts.get('threw') ?? 0) + 1);
    }
  }
  console.log(
    'bad',
    bad,
    'of',
    count,
    Object.fromEntries(sorts),
    ((performance.now() - t) / count).toFixed(0),
    'ms each',
  );
}, 600000);
