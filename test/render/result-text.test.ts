import { describe, expect, it } from 'vitest';
import { readCodeMeanings } from '../../src/app/code-meanings.ts';
import { renderResultHtml } from '../../src/render/html/result-html.ts';
import { renderResultMarkdown } from '../../src/render/markdown/result-markdown.ts';
import { renderResult } from '../../src/render/text/result-text.ts';
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

  it('groups what failed by reason: the count, three samples, the next step and what explains it', () => {
    const failed = (count: number, reason: string) =>
      Array.from({ length: count }, (_, index) =>
        ada({
          outcome: 'failed',
          reason: reason.replace('#', String(index)),
          address: `contact/${reason.length}/${index}`,
        }),
      );
    const results = [
      ...failed(2, 'the row has no email'),
      ...failed(4990, 'Intercom answered 422: Email "ada-#@acme.test" is taken'),
      ...failed(4, 'no answer'),
      ...failed(4, 'attribute plan is archived').map((one) => ({ ...one, outcome: 'skipped' as const })),
    ];
    expect(renderResult(sampleResult({ results }), look)).toContain(`Failed (4,996)
  4,990 of one kind:
  ~ contact/55/0
      Intercom answered 422: Email "ada-0@acme.test" is taken
  ~ contact/55/1
      Intercom answered 422: Email "ada-1@acme.test" is taken
  ~ contact/55/2
      Intercom answered 422: Email "ada-2@acme.test" is taken
    and 4,987 more; --json lists all
  4 of one kind:
  ~ contact/9/0
      no answer
  ~ contact/9/1
  ~ contact/9/2
    and 1 more; --json lists all
  ~ contact/20/0
      the row has no email
  ~ contact/20/1
  Mend what the reason names, then run interform apply again: what is done is not done twice.
  More about it: interform explain change-failed

Skipped: what they need was not done (4)
  ~ contact/26/0
      attribute plan is archived
  ~ contact/26/1
  ~ contact/26/2
    and 1 more; --json lists all
  The reason names what they need. Mend that first, then run interform apply again.
`);
  });

  it('names an explanation that is there for every code, in text, Markdown and HTML', async () => {
    const known = new Set((await readCodeMeanings()).keys());
    const outcomes = ['failed', 'unknown', 'stale', 'skipped', 'not_attempted'] as const;
    const results = [
      ...outcomes.map((outcome) => ada({ outcome, reason: 'no answer' })),
      ada({ outcome: 'failed', partly: true }),
      ada({ edited: [{ field: 'phone', read: '1', now: '2' }] }),
    ];
    const result = sampleResult({ results, exit: 3 });
    const named = (text: string) =>
      [...text.matchAll(/interform explain ([a-z-]+)/g)].map(([, code = '']) => code);
    const codes = named(renderResult(result, look));
    expect(codes).toHaveLength(5);
    expect(codes.filter((code) => !known.has(code))).toEqual([]);
    expect(named(renderResultMarkdown(result))).toEqual(codes);
    // What was done stands in no alarm.
    expect(named(renderResultHtml(result))).toEqual(codes.filter((code) => code !== 'edited-meanwhile'));
  });

  it('stays a screen or two for five thousand failures of as many reasons, and says what it leaves out', () => {
    const word = (index: number) => [...String(index)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
    const results = Array.from({ length: 5000 }, (_, index) =>
      ada({ outcome: 'failed', reason: `refused: ${word(index)}`, address: `contact/beta/${index}` }),
    );
    const text = renderResult(sampleResult({ results }), { ...look, width: 80 });
    expect(text.split('\n').length).toBeLessThan(40);
    expect(text).toContain('and 4,994 more for 4,994 other reasons; --json lists all');
  });

  it('shows three of many whose doubt a command ends, each with its command', () => {
    const results = Array.from({ length: 200 }, (_, index) => ({
      ...ada({
        outcome: 'unknown',
        reason: `run 1 may have created it: interform history 1 --resolve 'eve${'x'.repeat(index)}=ID'`,
      }),
      address: `contact/beta/eve-${index}`,
    }));
    const text = renderResult(sampleResult({ results }), look);
    expect(text.match(/--resolve/g)).toHaveLength(3);
    expect(text).toContain('and 197 more; --json lists all');
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
