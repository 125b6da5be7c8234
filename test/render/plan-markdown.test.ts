import { describe, expect, it } from 'vitest';
import { renderPlanMarkdown } from '../../src/render/markdown/plan-markdown.ts';
import { renderResultMarkdown } from '../../src/render/markdown/result-markdown.ts';
import { createMask } from '../../src/render/mask/mask.ts';
import { largePlan } from './large-plan.ts';
import { mergeOfAda, sampleChange, samplePlan, sampleResult } from './sample-plan.ts';

const lines = (text: string) => text.split('\n');

describe('a plan as markdown', () => {
  it('reads from the workspace to the sum', () => {
    const ada = sampleChange({
      address: 'contact/beta/customer-9001',
      action: 'update',
      fields: {
        'custom_attributes.seats': { before: 3, after: 5 },
        tags: { add: ['vip'], remove: [] },
      },
    });
    const text = renderPlanMarkdown(
      samplePlan([ada, mergeOfAda], { environment: 'staging', summary: { unchanged: 3 } }),
      { notManaged: { attribute: 14, tag: 9 } },
    );
    expect(text).toBe(`### staging: workspace Acme (ecahpwf5, US)

\`~\` **1** update · \`»\` **1** merge

<sub>Manifests up to version 0002.</sub>

#### What this means

- 1 contact changed.
- Live messages, series and workflows whose audience they match may fire at once.
- Cannot be undone: 1 merge.
- Took 5 reads; applying needs 12 writes, at least 1 s under the rate limit.

#### Irreversible or destructive (1)

- <code>»</code> **merge** <code>merge/6657add4</code> <sub>migrations/0002-contacts.yaml:14</sub>
  - **why:** the lead is declared to be customer-9001; cannot be undone
  - <code>into</code>: <code>contact/beta/customer-9001</code>
  - <code>email</code>: <code>(none)</code> → <code>ada&#64;acme.test</code>

#### Other changes (1)

- <code>&#126;</code> **update** <code>contact/beta/customer-9001</code> <sub>migrations/0002-contacts.yaml:14</sub>
  - <code>custom_attributes.seats</code>: <code>3</code> → <code>5</code>
  - <code>tags</code>: + <code>vip</code>

Not managed here: 14 attributes, 9 tags.

Plan: 0 to create, 1 to update, 0 to convert, 1 to merge, 0 to archive. 3 unchanged.`);
  });

  it('shows what a list of options gains and loses, and a long one as a diff', () => {
    const options = (before: readonly string[], after: readonly string[]) =>
      renderPlanMarkdown(
        samplePlan([
          sampleChange({
            address: 'attribute/contact/plan',
            action: 'update',
            fields: { options: { before, after } },
          }),
        ]),
      );
    expect(options(['free', 'pro', 'legacy'], ['free', 'pro', 'enterprise'])).toContain(
      '<code>options</code>: − <code>legacy</code>, + <code>enterprise</code>\n',
    );
    const many = Array.from({ length: 40 }, (_, index) => `plan-${index}`);
    expect(options(many, many.toSpliced(20, 1, 'plan-x'))).toMatch(/- plan-20\n\s*\+ plan-x\n/);
  });

  it('folds groups with their samples', () => {
    const text = renderPlanMarkdown(largePlan(1000));
    expect(text).toContain('<b>300 contacts: plan free → pro</b></summary>');
    expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)?.length ?? 0);
    expect(text).toContain('#### Irreversible or destructive (100)');
  });

  it.each([
    ['only destructive changes', largePlan(20_000, { grave: true })],
    ['all sorts of changes', largePlan(20_000)],
    [
      'changes with values of 60,000 characters and 400 fields',
      samplePlan(
        Array.from({ length: 50 }, (_, index) =>
          sampleChange({
            address: `contact/beta/${'x'.repeat(2000)}${index}`,
            action: index % 2 === 0 ? 'archive' : 'update',
            notes: Array.from({ length: 50 }, () => '|`@'.repeat(2000)),
            fields: Object.fromEntries(
              Array.from({ length: 400 }, (_, field) => [
                `custom_attributes.f${field}`,
                { before: '`|<@'.repeat(15_000), after: `${'<|@`'.repeat(15_000)}${field}` },
              ]),
            ),
          }),
        ),
      ),
    ],
    [
      'a thousand findings',
      samplePlan([mergeOfAda], {
        diagnostics: Array.from({ length: 1000 }, (_, index) => ({
          code: 'unknown-option',
          severity: 'error',
          summary: `no option ${index}`,
          detail: 'x'.repeat(5000),
        })),
      }),
    ],
  ])('fits a comment: %s', (_what, plan) => {
    const text = renderPlanMarkdown(plan);
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(lines(text).at(-1)).toMatch(/^Plan: [\d,]+ to create/);
  });

  it('says in bold how many destructive changes are not shown, and where they are', () => {
    const text = renderPlanMarkdown(largePlan(20_000, { grave: true }));
    const shown = text.match(/^- <code>/gm)?.length ?? 0;
    const hidden =
      /^\*\*([\d,]+) more irreversible or destructive changes are not shown here: all are in the HTML/m
        .exec(text)?.[1]
        ?.replaceAll(',', '');
    expect(shown).toBeGreaterThan(100);
    expect(shown + Number(hidden)).toBe(20_000);
    expect(text).toContain('contact/beta/customer-0<');
    expect(text).toContain('contact/beta/customer-19999<');
  });

  const EVIL = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '**bold** _em_ ~~gone~~',
    '[link](https://evil.test)',
    'https://evil.test and www.evil.test and mailto:x',
    '@acme/everyone #1 GH-1 acme/app#2',
    '`code` ``` | a | b |',
    '\n\n# heading\n- [x] done\n> quote',
    '</code></details></pre>&lt;b&gt;',
    '$x^2$ :smile: \\',
    '\u001b[31mred\u202e',
  ];

  it.each(EVIL)('makes %j inert wherever it stands', (evil) => {
    const change = sampleChange({
      address: `contact/beta/${evil}`,
      action: 'archive',
      reason: evil,
      notes: [evil],
      also: [evil],
      source: { file: evil, line: 1 },
      fields: {
        [evil]: { before: evil, after: evil },
        tags: { add: [evil], remove: [evil] },
        description: { before: `one\n${evil}\ntwo`, after: `one\n${evil}!\nthree` },
      },
    });
    const group = Array.from({ length: 25 }, (_, index) =>
      sampleChange({
        address: `contact/beta/${index}${evil}`,
        action: 'create',
        fields: { [evil]: { after: evil } },
      }),
    );
    const finding = {
      code: evil,
      severity: 'error',
      summary: evil,
      detail: evil,
      help: evil,
      file: evil,
    } as const;
    const plan = samplePlan([change, ...group], {
      environment: evil,
      workspace: { id: evil, name: evil, region: evil },
      manifests: { digest: '', version: evil },
      diagnostics: [finding],
    });
    for (const text of [
      renderPlanMarkdown(plan, { notice: evil }),
      renderPlanMarkdown(samplePlan([], { workspace: plan.workspace })),
      renderResultMarkdown(
        sampleResult({
          workspace: plan.workspace,
          diagnostics: [finding],
          results: [
            {
              address: evil,
              action: 'create',
              outcome: 'failed',
              id: null,
              reason: evil,
              request_id: evil,
              unstuck: [{ field: evil, sent: evil, kept: evil }],
            },
          ],
        }),
      ),
    ]) {
      const OURS = /<\/?(?:code|details|summary|b|sub|pre)>|<pre lang="diff">|\*\*[^*\n]*\*\*|`[+~↑»\-±!]`/g;
      const left = text.replace(OURS, '');
      expect(left).not.toMatch(/[<>`*|[\]@\\]|:\/\/|www\.|~~|\p{Cc}(?<!\n)/u);
      // Mentions and references are made of the page's text, entities or not: never outside code.
      const outside = text.replace(/<code>.*?<\/code>|<pre lang="diff">[\s\S]*?<\/pre>/g, '');
      expect(outside).not.toMatch(/&#64;|&#35;/);
      expect(lines(text).filter((line) => /^ {0,3}(?:# |> )/.test(line))).toEqual([]);
    }
  });

  it('is masked by the mask it is given, and says so', () => {
    const text = renderPlanMarkdown(samplePlan([mergeOfAda]), {
      mask: createMask({ key: 'k', sensitive: [] }),
    });
    expect(text).not.toContain('ada&#64;acme.test');
    expect(text).toMatch(/<code>email<\/code>: <code>\(none\)<\/code> → <code>"?[0-9a-f]{8}"?<\/code>/);
    expect(text).toContain('Personal data is masked');
  });

  it('shows a notice and what blocks it above everything else', () => {
    const guards = [{ verb: 'merge', count: 1, limit: 0, over: true }] as const;
    const text = renderPlanMarkdown(samplePlan([mergeOfAda], { guards, summary: { blocked: 1 } }), {
      notice: 'Nothing was applied: the plan is blocked.',
      isBlocked: () => true,
    });
    expect(lines(text).slice(2, 9)).toEqual([
      '**Nothing was applied: the plan is blocked.**',
      '',
      '**Blocked: nothing of this plan is applied**',
      '',
      '- **merge: 1 planned, at most 0 allowed**',
      '  - Allow it for this run: --allow merge=1',
      '  - Or for every run, in interform.yaml: guards: { max_merge: 1 }',
    ]);
    expect(text).toContain('<code>! »</code>');
  });

  it('fits a comment with findings that are nothing but markup', () => {
    const markup = '`*|'.repeat(200);
    const diagnostics = Array.from({ length: 30 }, (_, index) => ({
      code: 'unknown-option',
      severity: 'warning' as const,
      summary: markup,
      detail: markup,
      help: markup,
      line: index,
    }));
    const text = renderPlanMarkdown(samplePlan([mergeOfAda], { diagnostics }));
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toMatch(/- and \d+ more: interform validate/);
  });
});

describe('a result as markdown', () => {
  it('names what went wrong first and folds what is done', () => {
    const results = [
      { address: 'contact/beta/ada', action: 'create', outcome: 'done', id: '1' },
      { address: 'contact/beta/eve', action: 'update', outcome: 'failed', id: null, reason: 'refused' },
    ] as const;
    const text = renderResultMarkdown(sampleResult({ results, exit: 3 }), { durationMs: 12_000 });
    expect(lines(text)[0]).toBe('### Workspace Acme (ecahpwf5, US): 5 reads, 9 writes, 1 retried in 12 s.');
    expect(text).toContain('**Apply: 1 done, 0 already, 1 failed, 0 stale.**');
    expect(text.indexOf('contact/beta/eve')).toBeLessThan(text.indexOf('contact/beta/ada'));
    expect(text).toContain('<details><summary><b>Done (1)</b></summary>');
  });

  it('fits a comment with ten thousand failures', () => {
    const results = Array.from({ length: 10_000 }, (_, index) => ({
      address: `contact/beta/customer-${index}`,
      action: 'update' as const,
      outcome: 'failed' as const,
      id: null,
      reason: 'refused '.repeat(100),
    }));
    const text = renderResultMarkdown(sampleResult({ results }));
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toMatch(/\*\*[\d,]+ more are not shown here: --json lists all\.\*\*/);
  });
});
