import { describe, expect, it } from 'vitest';
import { type ChangeOrGroup, groupChanges } from '../../src/render/changes/group-changes.ts';
import { groupCount, groupParts } from '../../src/render/changes/group-words.ts';
import { renderPlan } from '../../src/render/text/plan-text.ts';
import type { Change } from '../../src/types/change.ts';
import { mergeOfAda, sampleChange, samplePlan } from './sample-plan.ts';

const many = (count: number, make: (index: number) => Partial<Change>): Change[] =>
  Array.from({ length: count }, (_, index) =>
    sampleChange({ address: `contact/beta/customer-${index}`, action: 'update', ...make(index) }),
  );
const plan = (before: string, after: string) => ({ 'custom_attributes.plan': { before, after } });
const titles = (entries: readonly ChangeOrGroup[]) =>
  entries.map((entry) =>
    entry.group === undefined
      ? entry.change.address
      : `${groupCount(entry.group)}: ${groupParts(entry.group).join(', ')}`,
  );

describe('grouping by shape', () => {
  it('leaves twenty changes of a shape as they are and groups the twenty-first', () => {
    const changes = many(21, () => ({ fields: plan('free', 'pro') }));
    expect(groupChanges(changes.slice(0, 20))).toHaveLength(20);
    expect(titles(groupChanges(changes))).toEqual(['21 contacts: plan free → pro']);
  });

  it('parts a shape by a field that has few values', () => {
    const changes = many(1504, (index) => ({
      fields: index < 1204 ? plan('free', 'pro') : plan('pro', 'free'),
    }));
    expect(titles(groupChanges(changes))).toEqual([
      '1,204 contacts: plan free → pro',
      '300 contacts: plan pro → free',
    ]);
  });

  it('names fields whose values differ, and memberships that agree', () => {
    const changes = many(30, (index) => ({
      action: 'create' as const,
      fields: { name: { after: `Ada ${index}` }, tags: { add: ['vip'], remove: [] } },
    }));
    expect(titles(groupChanges(changes))).toEqual(['30 contacts: tags + vip, name']);
  });

  it('keeps kinds, actions and what is blocked apart', () => {
    const changes = [
      ...many(25, () => ({ fields: plan('free', 'pro') })),
      ...many(25, () => ({ action: 'create' as const, fields: plan('free', 'pro') })),
      ...many(25, () => ({ kind: 'company', fields: plan('free', 'pro') })),
    ];
    const entries = groupChanges(changes, (change) => change.kind === 'company');
    expect(entries.map(({ group }) => [group?.kind, group?.action, group?.blocked])).toEqual([
      ['contact', 'update', false],
      ['contact', 'create', false],
      ['company', 'update', true],
    ]);
  });

  it('loses no change, however many shapes there are', () => {
    const changes = many(6000, (index) => ({
      fields: Object.fromEntries(
        Array.from({ length: 13 }, (_, bit) => bit)
          .filter((bit) => (index >> bit) & 1)
          .map((bit) => [`custom_attributes.a${bit}`, { before: null, after: index }]),
      ),
    }));
    const entries = groupChanges(changes);
    const count = entries.reduce((sum, { group }) => sum + (group?.changes.length ?? 1), 0);
    expect(count).toBe(6000);
    expect(entries.length).toBeLessThan(600);
  });
});

describe('a large plan as text', () => {
  it('shows a group with its first three changes, and never groups what is destructive', () => {
    const grave = many(30, (index) => ({
      address: `contact/old/customer-${index}`,
      reason: 'left the set',
      fields: { tags: { add: [], remove: ['beta'] } },
    }));
    const changes = [mergeOfAda, ...grave, ...many(1204, () => ({ fields: plan('free', 'pro') }))];
    const text = renderPlan(samplePlan(changes), { width: 80, color: false });
    expect(text).toContain('Irreversible or destructive (31)');
    expect(text.match(/why: left the set; takes off 1 of the tags/g)).toHaveLength(30);
    expect(text).toContain(
      '  ~ 1,204 contacts: plan free → pro\n      the first 3:\n    ~ contact/beta/customer-0',
    );
    expect(text.match(/contact\/beta\/customer-\d+/g)).toHaveLength(3 + 1);
  });

  it('shows long lists and texts as unified diffs', () => {
    const options = Array.from({ length: 40 }, (_, index) => `option ${index}`);
    const change = sampleChange({
      address: 'attribute/contact/plan',
      action: 'update',
      fields: {
        options: { before: options, after: options.map((one, index) => (index % 4 === 0 ? `${one}!` : one)) },
        description: { before: 'One.\nTwo.\nThree.', after: 'One.\n2.\nThree.' },
      },
    });
    const text = renderPlan(samplePlan([change]), { width: 80, color: false });
    expect(text).toMatch(/options +@@ -1,\d+ \+1,\d+ @@\n +- option 0\n +\+ option 0!\n/);
    expect(text).toMatch(/description +@@ -1,3 \+1,3 @@\n +One\.\n +- Two\.\n +\+ 2\.\n +Three\./);
  });
});
