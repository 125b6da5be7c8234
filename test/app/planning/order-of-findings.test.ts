import { describe, expect, it } from 'vitest';
import { makePlan } from '../../../src/app/plan.ts';
import { inWorld, type OpenedWorld } from '../../properties/opened-world.ts';
import { inParts, PART_ROWS, shownPlan } from '../../properties/parts.ts';

const SET = 'apiVersion: interform/v1\nkind: ContactSet\n';
const LEADS = Array.from({ length: 24 }, (_, at) => `lead,lead-${at},lead-${at}@acme.test`);

/** Leads of one file, every other of which another set declares as well. */
const FILES = new Map([
  ['migrations/leads.yaml', `${SET}name: leads\nsource: { file: leads.csv }\n`],
  ['migrations/leads.csv', ['role,external_id,email', ...LEADS, ''].join('\n')],
  ['migrations/others.yaml', `${SET}name: others\nsource: { file: others.csv }\n`],
  [
    'migrations/others.csv',
    ['role,external_id,email', ...LEADS.filter((_, at) => at % 2 === 0), ''].join('\n'),
  ],
]);

function here(work: (opened: OpenedWorld) => Promise<void>): Promise<void> {
  return inWorld({ seed: {}, documents: [], files: 1, indexLagMs: 0 }, { files: FILES }, work);
}

describe.each(PART_ROWS)('findings of plans in parts of %i', (rows) => {
  it('are samples of the first rows, whether or not these meet others', () =>
    here(async ({ planning, ports }) => {
      const whole = await makePlan(inParts(planning, undefined), ports);
      expect(JSON.stringify(whole.diagnostics)).toContain('lead-external-id');
      expect(shownPlan(await makePlan(inParts(planning, rows), ports))).toBe(shownPlan(whole));
    }));
});
