import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { planExit } from '../../src/plan/exit.ts';
import { readPlanFile } from '../../src/plan/file/read-plan-file.ts';
import { writePlanFile } from '../../src/plan/file/write-plan-file.ts';
import { blockedFindings } from '../../src/plan/guards/blocked-findings.ts';
import { reevaluateGuards } from '../../src/plan/guards/reguard.ts';
import { renderPlanMarkdown } from '../../src/render/markdown/plan-markdown.ts';
import { renderPlan } from '../../src/render/text/plan-text.ts';
import { csvProject, findings, importing } from './acme.ts';

const SKIP = 'policy: { on_bad_row: skip }';
const FORMAT = 'columns: { external_id: id, signed_up_at: { column: joined, date: DD/MM/YYYY } }';

/** A file whose dates are written month first: a day up to 12 fits either way. */
function americanDates(rows: number): string {
  const lines = Array.from(
    { length: rows },
    (_, row) => `${row},01/${String((row % 28) + 1).padStart(2, '0')}/2026`,
  );
  return `id,joined\n${lines.join('\n')}\n`;
}

const exitOf = (plan: Parameters<typeof planExit>[0] | undefined) =>
  plan === undefined ? 'no plan' : planExit(plan, { detailedExitcode: false });

describe('a file of which on_bad_row: skip leaves out too much', () => {
  it('blocks the plan, which says how many of how many rows it was', async () => {
    const world = importing(csvProject(americanDates(56), FORMAT, SKIP));
    const { plan, diagnostics } = await world.plan();
    if (plan === undefined) throw new Error('no plan');
    expect(exitOf(plan)).toBe(5);
    expect(plan.guards).toContainEqual({ verb: 'skip', count: 32, limit: 2, over: true });
    expect(plan.left_out).toEqual([{ source: 'migrations/data/people.csv', rows: 56, left_out: 32 }]);
    expect(findings(diagnostics)).toContainEqual(
      'warning skip-share: 32 of 56 rows are left out, more than the share of 5% (at most 2 of migrations/data/people.csv may be left out) [migrations/data/people.csv]',
    );
    const text = renderPlan(plan, { width: 100, color: false });
    expect(text).toContain('! skip: 32 rows left out, at most 2 allowed');
    expect(text.trimEnd()).toMatch(/32 skipped\. 32 of 56 rows were left out\.$/);
    expect(renderPlanMarkdown(plan)).toContain('**32 of 56 rows were left out.**');
    await expect(world.apply()).resolves.toMatchObject({ result: { exit: 5 } });
    expect(world.people()).toEqual([]);
    expect(exitOf((await world.plan({ allow: new Map([['skip', 32]]) })).plan)).toBe(0);
  });

  it('is counted again when a saved plan is applied', async () => {
    const { plan } = await importing(csvProject(americanDates(56), FORMAT, SKIP)).plan();
    if (plan === undefined) throw new Error('no plan');
    const bytes = Buffer.from([...writePlanFile(plan)].join(''));
    const read = await readPlanFile(Readable.from([bytes]));
    expect(read.plan?.left_out).toEqual(plan.left_out);
    const again = (limits: Record<string, number | string>) =>
      exitOf(reevaluateGuards(read.plan ?? plan, { limits, allowances: new Map() }));
    expect([again({}), again({ max_skip: 32 }), again({ max_skip: '50%' })]).toEqual([5, 0, 5]);
  });

  it('is counted by source, after where, and not in files below twenty rows', async () => {
    const some = csvProject(
      americanDates(56),
      `${FORMAT}\nwhere: { joined: ["01/12/2026", "01/13/2026"] }`,
      SKIP,
    );
    const { plan } = await importing(some).plan();
    expect(plan?.left_out).toEqual([{ source: 'migrations/data/people.csv', rows: 4, left_out: 2 }]);
    expect(exitOf(plan)).toBe(0);
    const whole = await importing(csvProject(americanDates(12), FORMAT, SKIP)).plan();
    expect(whole.plan?.left_out).toBeUndefined();
    expect(exitOf(whole.plan)).toBe(0);
  });

  it.each([
    ['every second row', 2, 15],
    ['every row', 1, 30],
  ])('counts rows that cannot be read among the rows of the file: %s', async (_, each, count) => {
    const lines = Array.from({ length: 30 }, (_row, row) => (row % each === 0 ? `${row}` : `${row},Ann`));
    const columns = 'columns: { external_id: id, name: name }';
    const world = importing(csvProject(`id,name\n${lines.join('\n')}\n`, columns, SKIP));
    const { plan } = await world.plan();
    expect(plan?.left_out).toEqual([{ source: 'migrations/data/people.csv', rows: 30, left_out: count }]);
    expect(plan?.guards).toContainEqual({ verb: 'skip', count, limit: 1, over: true });
    expect(exitOf(plan)).toBe(5);
  });

  it('counts what only the live attributes show to be bad', async () => {
    const rows = Array.from({ length: 40 }, (_, row) => `${row},${row < 3 ? 'many' : row}`);
    const world = importing(
      csvProject(
        `id,seats\n${rows.join('\n')}\n`,
        'columns: { external_id: id, custom_attributes: { seats: seats } }',
        SKIP,
      ),
      { seed: { attributes: [{ model: 'contact', name: 'seats', data_type: 'integer' }] } },
    );
    const { plan } = await world.plan();
    expect(plan?.guards).toContainEqual({ verb: 'skip', count: 3, limit: 2, over: true });
  });

  it('is one row where it is one', async () => {
    const { plan } = await importing({
      ...csvProject(americanDates(13), FORMAT, SKIP),
      'interform.yaml': 'apiVersion: interform/v1\nkind: Project\nguards: { max_skip: 0 }\n',
    }).plan();
    if (plan === undefined) throw new Error('no plan');
    expect(renderPlan(plan, { width: 100, color: false })).toContain(
      '! skip: 1 row left out, at most 0 allowed',
    );
    expect(blockedFindings(plan)[0]?.summary).toBe(
      'the plan is blocked: skip: 1 row left out, at most 0 allowed',
    );
  });

  it('is limited by the project file', async () => {
    const limited = (limit: string) =>
      importing({
        ...csvProject(americanDates(56), FORMAT, SKIP),
        'interform.yaml': `apiVersion: interform/v1\nkind: Project\nguards: { max_skip: ${limit} }\n`,
      });
    expect(exitOf((await limited('31').plan()).plan)).toBe(5);
    expect(exitOf((await limited('32').plan()).plan)).toBe(0);
    expect(exitOf((await limited('60%').plan()).plan)).toBe(0);
  });
});
