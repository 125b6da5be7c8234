import { describe, expect, it } from 'vitest';
import type { Progress } from '../../../src/app/options.ts';
import { makePlan } from '../../../src/app/plan.ts';
import { inWorld } from '../../properties/opened-world.ts';
import { inParts } from '../../properties/parts.ts';

const ROWS = 60;
const FILES = new Map([
  [
    'migrations/people.yaml',
    'apiVersion: interform/v1\nkind: ContactSet\nname: people\nsource: { file: people.csv }\n',
  ],
  ['migrations/people.csv', `external_id\n${Array.from({ length: ROWS }, (_, i) => `u-${i}\n`).join('')}`],
]);

describe('planning in parts', () => {
  it('tells from the first lookup on how many there will be, not those of the parts that were begun', async () => {
    const told: Progress[] = [];
    await inWorld(
      { seed: {}, documents: [], files: 1, indexLagMs: 0 },
      { files: FILES },
      async ({ planning, ports }) => {
        await makePlan(inParts(planning, 1), { ...ports, progress: (one) => told.push(one) });
      },
    );
    const totals = told.flatMap(({ total }) => (total === undefined ? [] : [total]));
    const most = told.at(-1)?.done ?? 0;
    expect(most).toBeGreaterThanOrEqual(ROWS);
    expect(Math.max(...totals)).toBe(most);
    expect(Math.min(...totals)).toBeGreaterThanOrEqual(ROWS);
  });
});
