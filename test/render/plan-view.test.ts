import { describe, expect, it } from 'vitest';
import { createMask } from '../../src/render/mask/mask.ts';
import { viewPlan } from '../../src/render/view/plan-view.ts';
import { viewResult } from '../../src/render/view/result-view.ts';
import type { FieldChange } from '../../src/types/change.ts';
import { mergeNote } from '../../src/types/merge-notes.ts';
import { largePlan } from './large-plan.ts';
import { sampleChange, samplePlan, sampleResult } from './sample-plan.ts';

function merge(index: number, shared: 'email' | 'phone') {
  const notes = [mergeNote({ lead: `lead${index}@acme.test`, user: `user ada-${index}`, shared })];
  return sampleChange({ address: `merge/${index}`, action: 'merge', irreversible: true, notes });
}

describe('the view of a plan', () => {
  it('parts the changes for all formats, and knows the part of each', () => {
    const plan = largePlan(100, { extra: [merge(1, 'email')] });
    const view = viewPlan(plan, {});
    expect(view.filled.map(({ title, changes }) => [title, changes.length])).toEqual([
      ['Irreversible or destructive', 11],
      ['Other changes', 90],
    ]);
    const parts = Array.from(plan.changes, (_, index) => view.partOf(index));
    expect(parts.filter((part) => part === 'grave')).toHaveLength(11);
    expect(parts[0]).toBe('grave');
  });

  it('puts several merges into a table, the doubtful first, and leaves a single one in the list', () => {
    const [sure, odd] = [merge(1, 'email'), merge(2, 'phone')];
    const two = viewPlan(samplePlan([sure, odd]), {});
    expect([sure, odd].map(two.placeOf)).toEqual(['merges', 'doubtful']);
    expect(viewPlan(samplePlan([odd]), {}).placeOf(odd)).toBe('listed');
  });

  it.each<[string, FieldChange, string | undefined]>([
    ['tags', { add: ['vip'], remove: ['beta'] }, 'takes off 1 of the tags'],
    ['tags', { add: ['vip'], remove: [] }, undefined],
    ['options', { before: ['a', 'b'], after: ['a', 'c'] }, 'drops 1 of the options'],
    ['options', { before: ['a'], after: ['a', 'b'] }, undefined],
    ['unsubscribed_from_emails', { before: true, after: false }, 'subscribes the person to emails again'],
    ['unsubscribed_from_emails', { before: false, after: true }, undefined],
  ])('shows a change of %s as %j with the loss %s as its reason', (path, field, loss) => {
    const change = sampleChange({
      address: path === 'options' ? 'attribute/contact/plan' : 'contact/beta/ada',
      action: 'update',
      reason: 'declared so',
      fields: { [path]: field },
    });
    const { shown, sections } = viewPlan(samplePlan([change]), {});
    expect(shown.change(change).why).toBe(loss === undefined ? undefined : `declared so; ${loss}`);
    expect(sections.grave.changes).toHaveLength(loss === undefined ? 0 : 1);
  });

  it('counts what is not managed in the words of the kinds', () => {
    const { notManaged } = viewPlan(samplePlan([]), { notManaged: { tag: 1, company: 2, attribute: 0 } });
    expect(notManaged).toEqual(['Not managed here: 1 tag, 2 companies.']);
  });

  it('masks the changes and findings that it shows, and asks about guards with the real ones', () => {
    const change = sampleChange({ address: 'contact/beta/ada%40acme.test', action: 'archive' });
    const finding = { code: 'x', severity: 'error', summary: 'ada@acme.test is odd' } as const;
    const asked: string[] = [];
    const view = viewPlan(samplePlan([change], { diagnostics: [finding], summary: { blocked: 1 } }), {
      mask: createMask({ key: 'k', sensitive: [] }),
      isBlocked: ({ address }) => asked.push(address) > 0,
    });
    const shown = view.shown.change(change);
    expect(shown.change.address).not.toContain('ada');
    expect(shown.glyph).toBe('! -');
    expect(new Set(asked)).toEqual(new Set([change.address]));
    expect(view.findings[0]?.summary).not.toContain('ada');
    expect(view.errors).toEqual(['This plan has 1 error: it is neither saved nor applied.']);
  });
});

describe('the view of a result', () => {
  it('holds each result once, in the section that says what to do or among what is done', () => {
    const outcomes = ['done', 'already', 'failed', 'stale', 'skipped', 'unknown', 'not_attempted'] as const;
    const results = [
      ...outcomes.map((outcome) => ({ address: outcome, action: 'update', outcome, id: null }) as const),
      { address: 'partly', action: 'update', outcome: 'failed', id: null, partly: true } as const,
      {
        address: 'edited',
        action: 'update',
        outcome: 'done',
        id: null,
        edited: [{ field: 'name', read: 'a', now: 'b' }],
      } as const,
    ];
    const { sections, done, counts } = viewResult(sampleResult({ results }), {});
    expect(sections.map(({ label, entries }) => [label, [...entries].map(({ address }) => address)])).toEqual(
      [
        ['failed', ['failed']],
        ['partly written', ['partly']],
        ['unknown', ['unknown']],
        ['stale', ['stale']],
        ['skipped', ['skipped']],
        ['not attempted', ['not_attempted']],
        ['done', ['edited']],
      ],
    );
    expect([...done].map(({ address }) => address)).toEqual(['done', 'already']);
    expect(counts.find(({ label }) => label === 'failed')?.count).toBe(1);
  });

  const creates = { requests: 2, sent: 120, made: 119 };
  const updates = { requests: 1, sent: 60, updated: 60 };
  const none = { requests: 0, sent: 0, made: 0 };
  it.each([
    [creates, '1 retried, 119 of 120 contacts made by 2 bulk requests.'],
    [{ ...none, updates }, '1 retried, 60 of 60 contacts updated by 1 bulk request.'],
    [
      { ...creates, updates },
      '1 retried, 119 of 120 contacts made by 2 bulk requests, 60 of 60 contacts updated by 1 bulk request.',
    ],
  ])('says what bulk requests wrote: %j', (bulk, said) => {
    expect(viewResult(sampleResult({ bulk }), {}).title).toContain(said);
  });
});
