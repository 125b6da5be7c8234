import { describe, expect, it } from 'vitest';
import { renderResultHtml } from '../../src/render/result-html.ts';
import { renderResultMarkdown } from '../../src/render/result-markdown.ts';
import { renderResult } from '../../src/render/result-text.ts';
import type { ChangeResult } from '../../src/types/result.ts';
import { sampleResult } from './sample-plan.ts';

const look = { width: 100, color: false };
const ada = (result: Partial<ChangeResult>): ChangeResult => ({
  address: 'contact/beta/ada',
  action: 'update',
  outcome: 'done',
  id: '66b1',
  ...result,
});

describe('a result as text', () => {
  it('is two lines when all went well', () => {
    expect(renderResult(sampleResult({ results: [ada({})] }), { ...look, durationMs: 3210 })).toBe(
      `Workspace Acme (ecahpwf5, US): 5 reads, 9 writes, 1 retried in 4 s.
Apply: 1 done, 0 already, 0 failed, 0 stale.`,
    );
  });

  it('names the run by which history and undo find it, in every format', () => {
    const result = sampleResult({ results: [ada({})] });
    const facts = { durationMs: 3210, runId: '20261128T164400Z-7f3a9c' };
    const texts = [
      renderResult(result, { ...look, ...facts }),
      renderResultMarkdown(result, facts),
      renderResultHtml(result, facts),
    ];
    for (const text of texts) expect(text).toContain('in 4 s. Run 20261128T164400Z-7f3a9c.');
    for (const line of renderResult(result, { ...look, width: 60, ...facts }).split('\n'))
      expect(line.length).toBeLessThanOrEqual(60);
  });

  it('says of a failure what was sent, what was kept, and the request', () => {
    const failed = ada({
      outcome: 'failed',
      reason: 'Intercom did not keep what was sent',
      unstuck: [{ field: 'custom_attributes.plan', sent: 'enterprise', kept: null }],
      request_id: 'req-1',
    });
    expect(renderResult(sampleResult({ results: [failed] }), look)).toContain(`Failed (1)
  ~ contact/beta/ada
      Intercom did not keep what was sent
      custom_attributes.plan  sent enterprise, kept (none)
      request id req-1`);
  });

  it('names in every format what somebody else edited while it was written', () => {
    const edited = ada({ edited: [{ field: 'phone', read: '+353871234567', now: null }] });
    const result = sampleResult({ results: [edited, ada({ address: 'contact/beta/grace' })] });
    expect(renderResult(result, look)).toContain(`Edited meanwhile (1)
  ~ contact/beta/ada
      phone  read +353871234567, now (none)
  Somebody else edited these while they were written`);
    expect(renderResultMarkdown(result)).toMatch(
      /#### Edited meanwhile \(1\).*contact\/beta\/ada.*read <code>\+353871234567<\/code>, now <code>\(none\)<\/code>.*Done \(1\).*contact\/beta\/grace/s,
    );
    expect(renderResultHtml(result)).toMatch(
      /Edited meanwhile.*read \+353871234567, now \(none\)|read \+353871234567, now \(none\).*Edited meanwhile/s,
    );
  });

  it('says of what is unknown, stale and not attempted what to do next', () => {
    const results = [
      ada({ outcome: 'unknown', reason: 'no answer came' }),
      ada({ outcome: 'stale', reason: 'email is c, the plan saw a and wants b' }),
      ada({ outcome: 'not_attempted' }),
      ada({ outcome: 'skipped', reason: 'needs attribute/contact/plan, which failed' }),
    ];
    const text = renderResult(sampleResult({ results }), look);
    expect(text).toMatch(/Unknown \(1\).*no answer came.*interform apply again/s);
    expect(text).toMatch(/Stale \(1\).*email is c, the plan saw a and wants b/s);
    expect(text).toMatch(/Not attempted \(1\).*interform apply again/s);
    expect(text).toContain('needs attribute/contact/plan, which failed');
    expect(text.split('\n').at(-1)).toBe(
      'Apply: 0 done, 0 already, 0 failed, 1 stale, 1 skipped, 1 unknown, 1 not attempted.',
    );
  });

  it('says once why several are unknown, and of each the command that ends it', () => {
    const results = ['eve', 'grace'].map((name) => ({
      ...ada({
        outcome: 'unknown',
        reason: `run 1 may have created it: interform history 1 --resolve '${name}=ID'`,
      }),
      address: `contact/beta/${name}`,
    }));
    expect(renderResult(sampleResult({ results }), look)).toContain(`Unknown (2)
  ~ contact/beta/eve
      run 1 may have created it:
      interform history 1 --resolve 'eve=ID'
  ~ contact/beta/grace
      interform history 1 --resolve 'grace=ID'
`);
  });

  it('sends what nobody reviewed to a review, since it would not run the next time either', () => {
    const results = [
      ada({ outcome: 'not_attempted', reason: 'it was not reviewed' }),
      ada({ outcome: 'not_attempted', reason: 'it needs tag/vip, which was not reviewed' }),
    ];
    const result = sampleResult({ results, exit: 3 });
    for (const text of [renderResult(result, look), renderResultMarkdown(result), renderResultHtml(result)]) {
      expect(text.replace(/\s+/g, ' ')).toContain(
        'with interform plan --receipt FILE, then apply with that receipt',
      );
      expect(text).not.toContain('Run interform apply again');
    }
  });

  it('lists every failure, and samples of what was not attempted', () => {
    const many = (outcome: ChangeResult['outcome']) =>
      Array.from({ length: 25 }, (_, index) => ada({ outcome, address: `contact/beta/${outcome}-${index}` }));
    const text = renderResult(sampleResult({ results: [...many('failed'), ...many('not_attempted')] }), look);
    expect(text.match(/beta\/failed-/g)).toHaveLength(25);
    expect(text.match(/beta\/not_attempted-/g)).toHaveLength(10);
    expect(text).toContain('and 15 more; --json lists all');
  });

  it('tells what was partly written from what failed, in every format', () => {
    const reason = 'only partly written: the run was interrupted';
    const partly = Array.from({ length: 2310 }, (_, index) =>
      ada({ outcome: 'failed', partly: true, reason, address: `contact/beta/${index}` }),
    );
    const left = Array.from({ length: 690 }, (_, index) =>
      ada({ outcome: 'not_attempted', reason: 'the run was interrupted', address: `contact/late/${index}` }),
    );
    const result = sampleResult({ results: [...partly, ...left], exit: 3 });
    const text = renderResult(result, look);
    expect(text.split('\n').length).toBeLessThan(40);
    expect(text).toContain(`Partly written (2,310)
  ~ contact/beta/0
      only partly written: the run was interrupted
  ~ contact/beta/1
  ~ contact/beta/2
`);
    expect(text).not.toContain('Failed (');
    const counts = 'Apply: 0 done, 0 already, 0 failed, 2,310 partly written, 0 stale, 690 not attempted.';
    expect(text.split('\n').at(-1)).toBe(counts);
    const markdown = renderResultMarkdown(result);
    expect(markdown).toContain('#### Partly written (2,310)');
    expect(markdown).not.toContain('#### Failed');
    const html = renderResultHtml(result);
    expect(html).toContain('partly written: Run interform apply again');
    for (const format of [markdown, html]) expect(format).toContain('2,310 partly written');
  });

  it('lists no more failures than can be read', () => {
    const results = Array.from({ length: 3000 }, (_, index) =>
      ada({ outcome: 'failed', reason: 'Intercom answered 422', address: `contact/beta/${index}` }),
    );
    const text = renderResult(sampleResult({ results }), look);
    expect(text.split('\n').length).toBeLessThan(100);
    expect(text).toContain('and 2,960 more; --json lists all');
  });

  it('makes everything harmless that Intercom said', () => {
    const evil = 'x\u001b[2J\nApply: 9 done';
    const failed = ada({
      outcome: 'failed',
      address: evil,
      reason: evil,
      request_id: evil,
      unstuck: [{ field: evil, sent: evil, kept: evil }],
    });
    const text = renderResult(
      sampleResult({ results: [failed], workspace: { id: evil, name: evil, region: evil } }),
      look,
    );
    expect(text).not.toContain('\u001b');
    expect(text.split('\n').filter((line) => line.startsWith('Apply: '))).toHaveLength(1);
  });
});
