import { afterEach, describe, expect, it } from 'vitest';
import { Stage } from './approval/stage.ts';
import { SCENARIOS } from './scenarios.ts';

let stage: Stage;
afterEach(() => stage.close());

describe.each(Object.entries(SCENARIOS))('%s', (_group, scenarios) => {
  const titled = scenarios.map((one) => [`${one.title}: ${one.expected}`, one] as const);
  it.each(titled)('%s', async (_title, { expected, live, says, play }) => {
    stage = await Stage.open();
    const ran = await play(stage);
    expect(ran.log).toContain(says);
    expect(stage.live, ran.log).toEqual(live);
    expect(ran.ok).toBe(expected === 'applied');
    if (expected === 'nothing' && ran.steps['receipts']?.outcome === 'failure')
      expect(ran.summary).toMatch(/^### Nothing was applied\n\n.+\n(?:.*\n)*\*\*What to do:\*\* .+\.\n/);
  });
});
