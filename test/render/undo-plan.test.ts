import { describe, expect, it } from 'vitest';
import { renderPlanHtml } from '../../src/render/html/plan-html.ts';
import { renderPlanMarkdown } from '../../src/render/markdown/plan-markdown.ts';
import { createMask } from '../../src/render/mask/mask.ts';
import { renderPlan } from '../../src/render/text/plan-text.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import { sampleChange, samplePlan } from './sample-plan.ts';

const RUN = '20261128T164400Z-7f3a9c';
const ORIGIN = `Takes back run ${RUN}: what it wrote goes back to what was before, where it still stands.`;
const LOOK = { width: 100, color: false };

/** So many people whom a run created. */
function undoOf(count: number): PlanDocument {
  const changes = Array.from({ length: count }, (_, n) =>
    sampleChange({
      address: `contact/beta/ada-${n}%40acme.test`,
      action: 'archive',
      id: `6657add46abd0167d94${n}`,
      reason: 'the run created it',
      fields: { archived: { before: false, after: true } },
      source: null,
    }),
  );
  return samplePlan(changes, { undoes: RUN });
}

describe('a plan that takes a run back', () => {
  it('says so in its first lines, in every format', () => {
    const plan = undoOf(1);
    expect(renderPlan(plan, LOOK).split('\n')[1]).toBe(ORIGIN);
    expect(renderPlanMarkdown(plan).split('\n').slice(0, 3)).toEqual([
      '### Workspace Acme (ecahpwf5, US)',
      '',
      `**${ORIGIN}**`,
    ]);
    expect(renderPlanHtml(plan)).toMatch(new RegExp(`<h1>[^<]*</h1>\n?<p[^>]*>${ORIGIN}</p>`));
    for (const text of [renderPlan(plan, LOOK), renderPlanMarkdown(plan), renderPlanHtml(plan)])
      expect(text).not.toContain('Manifests up to version');
  });

  it('reads short for a reviewer', () => {
    expect(renderPlan(undoOf(2), LOOK)).toBe(`Workspace Acme (ecahpwf5, US)
${ORIGIN}

Irreversible or destructive (2)
  - contact/beta/ada-0%40acme.test
      archived  false → true
      why: the run created it
  - contact/beta/ada-1%40acme.test
      archived  false → true
      why: the run created it

What this means
  2 contacts changed.
  Live messages, series and workflows whose audience they match may fire at once.
  Took 5 reads; applying needs 12 writes, at least 1 s under the rate limit.

Plan: 0 to create, 0 to update, 0 to convert, 0 to merge, 2 to archive. 0 unchanged.`);
  });

  it('groups the many that a run created, with the first three', () => {
    const text = renderPlan(undoOf(1000), LOOK);
    expect(text).toContain(`Irreversible or destructive (1,000)
  - 1,000 contacts: archived false → true
      the first 3:
    - contact/beta/ada-0%40acme.test`);
    expect(text.split('\n').length).toBeLessThan(30);
    const markdown = renderPlanMarkdown(undoOf(1000));
    expect(markdown).toContain('1,000 contacts');
    expect(markdown.split('\n').length).toBeLessThan(40);
    expect(renderPlanHtml(undoOf(1000))).toContain('1,000 contacts: archived false → true');
  });

  it('never groups what no run is taken back for', () => {
    const { undoes: _, ...plan } = undoOf(1000);
    expect(renderPlan(plan, { ...LOOK, full: true }).match(/why: /g)).toHaveLength(1000);
    const text = renderPlan(plan, LOOK);
    const named = text.match(/contact\/beta\/ada-\d+%40/g) ?? [];
    const [, hidden] = /([\d,]+) more irreversible or destructive changes are not shown/.exec(text) ?? [];
    expect(named.length + Number(hidden)).toBe(1000);
  });

  it('masks the samples of a group', () => {
    const mask = createMask({ key: 'k', sensitive: [] });
    expect(renderPlan(undoOf(1000), { ...LOOK, mask })).not.toContain('acme.test');
    expect(renderPlanMarkdown(undoOf(1000), { mask })).not.toContain('acme.test');
    expect(renderPlanHtml(undoOf(1000), { mask })).not.toContain('acme.test');
  });
});
