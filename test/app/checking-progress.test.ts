import { describe, expect, it } from 'vitest';
import type { PlanningOptions, Progress } from '../../src/app/options.ts';
import { makePlan } from '../../src/app/plan.ts';
import { validate } from '../../src/app/validate.ts';
import { inWorld } from '../properties/opened-world.ts';
import { inParts } from '../properties/parts.ts';

const ROWS = 1_000;
/** Together they are longer than a piece of a file. */
const NAME = 'Ada of Lovelace '.repeat(12).trim();
const rowsOf = (rows: number) => Array.from({ length: rows }, (_, at) => `person-${at},${NAME}\n`).join('');
const setOf = (name: string) =>
  `apiVersion: interform/v1\nkind: ContactSet\nname: ${name}\nsource: { file: ${name}.csv }\npolicy: { on_bad_row: skip }\n`;
const FILES = new Map([
  ['migrations/0001-people.yaml', setOf('people')],
  ['migrations/people.csv', `external_id,name\n${rowsOf(ROWS)}`],
  ['migrations/0002-bad.yaml', setOf('bad')],
  ['migrations/bad.csv', `external_id,name\n${',Ada\n'.repeat(ROWS)}`],
]);

async function toldOf(command: (options: PlanningOptions, ports: Parameters<typeof validate>[1]) => unknown) {
  const told: Progress[] = [];
  await inWorld({ seed: {}, documents: [], files: 1, indexLagMs: 0 }, { files: FILES }, async (opened) => {
    await command(opened.planning, { ...opened.ports, progress: (one) => told.push(one) });
  });
  return told;
}

describe('while the rows of data files are checked', () => {
  it.each([
    ['validate', validate],
    [
      'plan',
      (options: PlanningOptions, ports: Parameters<typeof validate>[1]) =>
        makePlan(inParts(options, 450), ports),
    ],
  ])('%s tells how many, bad ones too, each once', async (_, command) => {
    const told = await toldOf(command);
    const checking = told.filter(({ phase }) => phase === 'checking');
    const counts = checking.map(({ done }) => done);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    // After each piece of a file, not only at its end.
    expect(counts.length).toBeGreaterThan(2);
    expect(checking.at(-1)).toEqual({ phase: 'checking', unit: 'rows', done: 2 * ROWS, waitingMs: 0 });
    expect(told.slice(0, checking.length)).toEqual(checking);
  });
});
