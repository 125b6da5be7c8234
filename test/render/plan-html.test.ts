import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { renderPlanHtml } from '../../src/render/html/plan-html.ts';
import { renderResultHtml } from '../../src/render/html/result-html.ts';
import { createMask } from '../../src/render/mask/mask.ts';
import { largePlan } from './large-plan.ts';
import { mergeOfAda, sampleChange, samplePlan, sampleResult } from './sample-plan.ts';

const EVIL = '</script><script>alert(1)</script><!--<img src=x onerror=alert(1)>\u2028"\'&lt;';

function dataOf(html: string) {
  const text = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
  return { text, data: JSON.parse(text) as { rows: unknown[][]; sections: { title: string }[] } };
}

describe('a plan as HTML', () => {
  it('holds every change, destructive ones first, and the words of the text', () => {
    const html = renderPlanHtml(largePlan(5000));
    const { data } = dataOf(html);
    expect(data.rows).toHaveLength(5000);
    expect(data.sections.map(({ title }) => title)).toEqual(['Irreversible or destructive', 'Other changes']);
    expect(html).toContain('<h1>Workspace Acme (ecahpwf5, US)</h1>');
    expect(html).toContain('Plan: 3,000 to create, 2,000 to update, 0 to convert, 0 to merge, 0 to archive.');
  });

  it('shows what a list of options gains and loses', () => {
    const fields = { options: { before: ['free', 'legacy'], after: ['free', 'pro'] } };
    const { text } = dataOf(
      renderPlanHtml(
        samplePlan([sampleChange({ address: 'attribute/contact/plan', action: 'update', fields })]),
      ),
    );
    expect(text).toContain('"m",["legacy"],["pro"]');
  });

  it('loads nothing and runs only its own script', () => {
    const html = renderPlanHtml(samplePlan([mergeOfAda]));
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    const script = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '';
    expect(script.length).toBeGreaterThan(1000);
    expect(policy).toContain(`script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`);
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
    expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(html).not.toMatch(/https?:|\bsrc=|@import|url\(/);
    expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacent|document\.write|eval|fetch|XMLHttp/);
  });

  it('lets nothing of the data out of its place', () => {
    const change = sampleChange({
      address: `contact/beta/${EVIL}`,
      action: 'archive',
      kind: EVIL,
      reason: EVIL,
      notes: [EVIL],
      also: [EVIL],
      source: { file: EVIL, line: 1 },
      fields: { [EVIL]: { before: EVIL, after: EVIL }, tags: { add: [EVIL], remove: [EVIL] } },
    });
    const finding = {
      code: EVIL,
      severity: 'error',
      summary: EVIL,
      detail: EVIL,
      help: EVIL,
      file: EVIL,
    } as const;
    const plan = samplePlan([change], {
      environment: EVIL,
      workspace: { id: EVIL, name: EVIL, region: EVIL },
      manifests: { digest: '', version: EVIL },
      diagnostics: [finding],
    });
    const result = sampleResult({
      workspace: plan.workspace,
      diagnostics: [finding],
      results: [
        { address: EVIL, action: 'create', outcome: 'failed', id: null, reason: EVIL, request_id: EVIL },
      ],
    });
    for (const html of [renderPlanHtml(plan, { notice: EVIL }), renderResultHtml(result)]) {
      expect(html.match(/<script/g)).toHaveLength(2);
      expect(html).not.toContain('<img');
      expect(html).not.toContain('<!--');
      const { text } = dataOf(html);
      expect(text).not.toMatch(/[<>&\u2028\u2029]/);
    }
    expect(JSON.stringify(dataOf(renderPlanHtml(plan)).data.rows)).toContain('<script>alert(1)</script>');
  });

  it('is masked by the mask it is given', () => {
    const html = renderPlanHtml(largePlan(100), { mask: createMask({ key: 'k', sensitive: [] }) });
    expect(html).not.toMatch(/person\d+(?:@|%40)acme\.test|Lovelace|\+35387/);
    expect(html).toContain('Personal data is masked');
  });
});

describe('a result as HTML', () => {
  it('lists what went wrong before what is done', () => {
    const results = [
      { address: 'contact/beta/ada', action: 'create', outcome: 'done', id: '1' },
      { address: 'contact/beta/eve', action: 'update', outcome: 'stale', id: null, reason: 'moved' },
    ] as const;
    const html = renderResultHtml(sampleResult({ results, exit: 3 }));
    expect(dataOf(html).data.sections.map(({ title }) => title)).toEqual(['Stale', 'Done']);
    expect(html).toContain('Not everything was done (exit 3)');
    expect(html).toContain('Apply: 1 done, 0 already, 0 failed, 1 stale.');
  });
});
