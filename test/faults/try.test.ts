import { it } from 'vitest';
import { runScenario } from './run-scenario.ts';
import { drawScenario } from './scenario.ts';

it('tries', async () => {
  const from = Number(process.env['FROM'] ?? 0),
    count = Number(process.env['COUNT'] ?? 50);
  const sorts = new Map<string, number>();
  let bad = 0;
  const t = performance.now(),
    cpu = process.cpuUsage();
  for (let seed = from; seed < from + count; seed++) {
    const scenario = drawScenario(seed);
    if (process.env['COURSE'] && scenario.course !== process.env['COURSE']) continue;
    const at = performance.now();
    try {
      const verdict = await runScenario(scenario);
      if (verdict.problems.length) bad++;
      for (const sort of new Set(verdict.problems.map((p) => p.sort)))
        sorts.set(sort, (sorts.get(sort) ?? 0) + 1);
      if (process.env['SHOW'] || verdict.problems.length)
        process.stdout.write(
          [
            seed,
            scenario.course,
            'lag',
            scenario.world.indexLagMs,
            scenario.faults.join(','),
            scenario.store.locks,
            scenario.store.slowestMs,
            scenario.rateLimit,
            verdict.exits.join(' '),
            'finishing',
            verdict.finishing,
            Math.round(performance.now() - at) + 'ms',
            verdict.problems.map((p) => `\n    ${p.sort}: ${p.what.slice(0, 400)}`).join(''),
          ].join(' ') + '\n',
        );
    } catch (e) {
      process.stdout.write(`${seed} ${scenario.course} ${String((e as Error).stack).slice(0, 800)}\n`);
      bad++;
      sorts.set('threw', (sorts.get('threw') ?? 0) + 1);
    }
  }
  const used = process.cpuUsage(cpu);
  process.stdout.write(
    `bad ${bad} of ${count} ${JSON.stringify(Object.fromEntries(sorts))} ${((performance.now() - t) / count).toFixed(0)} ms each, cpu ${((used.user + used.system) / 1000 / count).toFixed(0)} ms\n`,
  );
}, 3600000);
