import { describe, expect, it } from 'vitest';
import { type ApplyEnd, applyExit } from '../../src/apply/exit.ts';
import { notAttempted } from '../../src/apply/not-attempted.ts';
import { reportFindings } from '../../src/apply/report.ts';
import { resultDocument } from '../../src/apply/result-document.ts';
import { tallyOf } from '../../src/apply/tally.ts';
import type { ChangeResult, Outcome } from '../../src/types/result.ts';
import { examplePlan } from '../plan/example-changes.ts';

function result(outcome: Outcome, parts: Partial<ChangeResult> = {}): ChangeResult {
  return { address: 'tag/vip', action: 'create', outcome, id: null, ...parts };
}

describe('the exit code of apply', () => {
  const clean: ApplyEnd['plan'] = { diagnostics: [], guards: [] };
  const error = { diagnostics: [{ code: 'x', severity: 'error' as const, summary: 'x' }], guards: [] };
  const over = { diagnostics: [], guards: [{ verb: 'merge' as const, count: 1, limit: 0, over: true }] };

  it.each<[string, ApplyEnd['plan'], boolean, Outcome[], boolean, number]>([
    ['an empty plan', clean, false, [], false, 0],
    ['all done or already', clean, true, ['done', 'already'], false, 0],
    ['all already', clean, false, ['already'], false, 0],
    ['an error of the plan', error, false, ['not_attempted'], false, 1],
    ['an error before a guard', { ...error, guards: over.guards }, false, [], false, 1],
    ['a guard', over, false, ['not_attempted'], false, 5],
    ['nothing written and something stale', clean, false, ['stale', 'failed'], false, 4],
    ['something written and something stale', clean, true, ['done', 'stale'], false, 3],
    ['something written and something failed', clean, true, ['done', 'failed'], false, 3],
    ['a change written in part', clean, true, ['failed'], false, 3],
    ['something unknown', clean, false, ['unknown'], false, 3],
    ['unknown beside stale', clean, false, ['unknown', 'stale'], false, 3],
    ['an interruption before anything was written', clean, false, ['not_attempted'], true, 3],
    ['nothing written and something failed', clean, false, ['failed', 'skipped', 'already'], false, 1],
  ])('for %s', (_, plan, wrote, outcomes, interrupted, exit) => {
    expect(applyExit({ plan, wrote, interrupted, tally: tallyOf(outcomes.map((one) => result(one))) })).toBe(
      exit,
    );
  });

  it('for another digest than was expected, and a plan that cannot be run', () => {
    const tally = tallyOf([result('not_attempted')]);
    const end = { plan: clean, wrote: false, interrupted: false, tally };
    expect(applyExit({ ...end, unexpected: true })).toBe(4);
    expect(applyExit({ ...end, refused: true })).toBe(1);
  });
});

describe('a result document', () => {
  it('counts every outcome and carries the exit code', () => {
    const plan = { ...examplePlan(), guards: [] };
    const applied = {
      results: [result('done'), result('done'), result('failed')],
      diagnostics: [{ code: 'change-failed', severity: 'error' as const, summary: 'tag/vip failed' }],
      wrote: true,
      interrupted: false,
    };
    const requests = { reads: 5, writes: 3, retried: 0 };
    expect(resultDocument({ plan, applied, requests })).toEqual({
      format: 'interform-result/1',
      workspace: plan.workspace,
      digest: plan.digest,
      exit: 3,
      summary: { done: 2, already: 0, failed: 1, stale: 0, skipped: 0, unknown: 0, not_attempted: 0 },
      requests,
      results: applied.results,
      diagnostics: applied.diagnostics,
    });
  });

  it('is a success where nothing was left to write', () => {
    const plan = { ...examplePlan(), guards: [] };
    const applied = { results: [], diagnostics: [], wrote: false, interrupted: false };
    const already = { ...applied, results: [result('already')] };
    const requests = { reads: 1, writes: 0, retried: 0 };
    expect(resultDocument({ plan, applied, requests }).exit).toBe(0);
    expect(resultDocument({ plan, applied: already, requests }).exit).toBe(0);
  });

  it('of a plan that is not applied has every change as not attempted', () => {
    const { changes } = examplePlan();
    const results = notAttempted([...changes], () => 'a guard blocks the plan');
    expect(results).toHaveLength(changes.length);
    expect([...results][0]).toEqual({
      address: 'attribute/contact/plan',
      action: 'create',
      outcome: 'not_attempted',
      id: null,
      reason: 'a guard blocks the plan',
    });
  });
});

describe('findings', () => {
  it('of one sort are one, with a count and samples', () => {
    const failures = ['ada', 'grace', 'alan', 'joan'].map((key, index) =>
      result('failed', {
        address: `contact/beta/${key}`,
        reason: `PUT /contacts/66b${index}: 400 parameter_invalid: Custom attribute 'x' does not exist`,
        request_id: `req-${index}`,
      }),
    );
    const other = result('failed', { reason: 'PUT /contacts/66b9: 404 not_found: User Not Found' });
    expect(reportFindings([...failures, other], undefined, [])).toMatchObject([
      {
        code: 'change-failed',
        summary: '4 changes failed',
        detail: expect.stringMatching(
          /^contact\/beta\/ada, contact\/beta\/grace, contact\/beta\/alan, and 1 more; /,
        ),
        request_id: 'req-0',
      },
      { summary: 'tag/vip failed', address: 'tag/vip' },
    ]);
  });

  it('of an edit by others name every field once and in order, and what was edited', () => {
    const edit = (field: string) => ({ field, before: 'a', after: 'b' });
    const edits = (address: string, ...fields: string[]) =>
      result('done', { address, edited: fields.map(edit) as unknown as NonNullable<ChangeResult['edited']> });
    const ada = edits('contact/beta/ada', 'phone', 'email');
    expect(reportFindings([ada, edits('contact/beta/grace', 'phone')], undefined, [])).toMatchObject([
      {
        code: 'edited-meanwhile',
        summary: 'somebody else edited 2 contacts while they were written',
        detail: expect.stringMatching(/^Fields: email, phone\. .*contact\/beta\/ada, contact\/beta\/grace$/),
      },
    ]);
    const [mixed] = reportFindings([ada, edits('company/acme', 'plan')], undefined, []);
    expect(mixed?.summary).toBe('somebody else edited 2 items while they were written');
  });

  it('tell of a failure without a reason too', () => {
    expect(reportFindings([result('failed')], undefined, [])).toMatchObject([
      { code: 'change-failed', summary: 'tag/vip failed', detail: '' },
    ]);
  });

  it('are none when all is well', () => {
    expect(reportFindings([result('done'), result('already')], undefined, [])).toEqual([]);
  });
});
