import { describe, expect, it } from 'vitest';
import { resultComment } from '../../../action/github/apply/result-comment.js';
import { checkWords } from '../../../action/github/plan/check-words.js';
import { planComment } from '../../../action/github/plan/comment-body.js';
import { MOST_CHARACTERS } from '../../../action/github/talk/standing.js';
import { shorten } from '../../../action/github/talk/summary.js';
import { planCounts, resultCounts, timeOf } from '../../../action/github/talk/words.js';
import { MOST_CHARACTERS as MOST_RENDERED } from '../../../src/render/markdown/plan-markdown.ts';

const summary = { create: 1, update: 1200, convert: 0, merge: 0, archive: 0, unarchive: 0 };

describe('counts and times', () => {
  it('are of the documents, and nothing where there is none', () => {
    expect(planCounts({ summary })).toBe('1,201 changes: 1 to create, 1,200 to update');
    expect(planCounts({ summary: { ...summary, update: 0 } })).toBe('1 change: 1 to create');
    expect(planCounts({ summary: {} })).toBe('no changes');
    expect(resultCounts({ summary: { done: 3, failed: 0, not_attempted: 2, stale: 0 } })).toBe(
      '3 done, 0 failed, 2 not attempted',
    );
    expect(
      timeOf({ cost: { reads: 9, writes: 1000, seconds: 130.2, recheck: { mode: 'each', reads: 20 } } }),
    ).toBe('at least 2 min 11 s to apply, by Intercom’s rate limit (1,020 requests)');
    expect(timeOf({ cost: { reads: 9, writes: 0, seconds: 0 } })).toBeUndefined();
    for (const none of [undefined, {}, { format: 'interform-error/1' }])
      expect([planCounts(none), resultCounts(none), timeOf(none)]).toEqual([undefined, undefined, undefined]);
  });
});

describe('the comment of a plan', () => {
  const facts = {
    mark: '<!-- interform plan: -->',
    digest: 'sha256:aa',
    head: 'c0ffee',
    report: 'https://github.test/report',
    run: 'https://github.test/run',
  };

  it('has the report and what is only there in its first lines', () => {
    const only = '**Only in the full report:** 57 of 60 changes.';
    const lines = planComment(`### Acme\n\nWords\n\n${only}\n\n- a change\n`, facts).split('\n');
    expect(lines.slice(0, 2)).toEqual([facts.mark, '<!-- of: sha256:aa -->']);
    expect(lines[2]).toContain('[Full report](https://github.test/report)');
    expect(lines.filter((line) => line === only)).toEqual([only]);
    expect(lines.indexOf(only)).toBe(4);
    expect(lines.at(-1)).toContain('c0ffee');
    const place = 'production@tools/<crm>';
    expect(planComment('### Acme', { ...facts, place }).split('\n')[2]).toMatch(
      / · production.*tools\/&#60;crm&#62;/,
    );
    expect(planComment('### Acme', { ...facts, report: '' })).toContain('full report was not kept');
  });

  it('has room for the longest Markdown there is, under the longest names that GitHub takes', () => {
    const page = `https://github.com/${'o'.repeat(39)}/${'r'.repeat(100)}/actions/runs/12345678901`;
    const long = {
      mark: `<!-- interform plan: ${'p'.repeat(200)} -->`,
      digest: `sha256:${'a'.repeat(64)}`,
      head: 'c'.repeat(40),
      report: `${page}/artifacts/1234567890`,
      run: `${page}/attempts/10`,
    };
    const markdown = 'x'.repeat(MOST_RENDERED);
    expect(planComment(markdown, long)).toContain(markdown);
    const result = {
      ...long,
      commit: long.head,
      environment: 'production',
      exit: '0',
      counts: '9,000 done, 0 failed',
    };
    const others = Array.from({ length: 20 }, (_, index) => 10_000 + index);
    expect(resultComment(markdown, { ...result, refused: '', reason: '', others })).toContain(markdown);
  });

  it('says where a plan is that is longer than a comment', () => {
    const most = MOST_CHARACTERS - planComment('', facts).length;
    expect(planComment('x'.repeat(most), facts)).toHaveLength(MOST_CHARACTERS);
    const cut = planComment('x'.repeat(most + 1), facts);
    expect(cut).toMatch(/\*\*Only in the full report:\*\* all of it/);
    expect(cut).not.toContain('xx');
    expect(planComment('x'.repeat(70_000), { ...facts, report: '' })).toContain('[the summary of the run](');
  });
});

describe('the check', () => {
  const facts = {
    exit: '2',
    skip: '',
    digest: 'sha256:aa',
    event: 'pull_request',
    counts: undefined,
    run: 'r',
    report: '',
  };

  it.each([
    [{ exit: '0' }, 'success', 'No changes'],
    [{}, 'success', 'Changes to review'],
    [{ counts: '1 change: 1 to create' }, 'success', '1 change: 1 to create'],
    [{ exit: '5' }, 'failure', 'Blocked by a guard'],
    [{ exit: '1', digest: '' }, 'failure', 'Errors (exit 1)'],
    [{ exit: '', digest: '' }, 'failure', 'The plan did not run'],
    [{ exit: '', skip: 'untouched', digest: '' }, 'success', 'Changes nothing of this project'],
    [
      { exit: '', skip: 'dependabot', digest: '' },
      'neutral',
      'Not planned: a run of Dependabot has no secrets',
    ],
    [{ event: 'merge_group' }, 'success', 'Merge queue, approves nothing: Changes to review'],
    [{ event: 'merge_group', exit: '5' }, 'failure', 'Merge queue, approves nothing: Blocked by a guard'],
  ])('of %j', (given, conclusion, title) => {
    expect(checkWords({ ...facts, ...given })).toMatchObject({ conclusion, title });
  });
});

describe('a summary', () => {
  it('is cut at a line where GitHub would drop it, and says so', () => {
    expect(shorten('a\nb', 3)).toBe('a\nb');
    const text = Array.from({ length: 100 }, (_, index) => `ünë line ${index}`).join('\n');
    const cut = shorten(text, 600);
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(600);
    expect(cut).toContain('does not fit into a summary');
    expect(text.startsWith(cut.split('\n\n**')[0] ?? '?')).toBe(true);
    expect(cut).toContain('ünë line 3\n');
  });
});
