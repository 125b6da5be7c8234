import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../src/render/terminal/width.ts';
import { renderPlan } from '../../src/render/text/plan-text.ts';
import { mergeOfAda, sampleChange, samplePlan } from './sample-plan.ts';

const look = { width: 100, color: false };
const lastLine = (text: string) => text.split('\n').at(-1);

const pronouns = sampleChange({
  address: 'attribute/contact/pronouns',
  action: 'create',
  source: { file: 'migrations/0001-attributes.yaml', line: 5 },
  fields: { type: { after: 'string' }, description: { after: 'The pronouns of the contact.' } },
});
const ada = sampleChange({
  address: 'contact/beta/customer-9001',
  action: 'update',
  fields: {
    'custom_attributes.seats': { before: 3, after: 5 },
    name: { before: null, after: 'Ada' },
    phone: { before: '+353871234567', after: null },
    signed_up_at: { before: 1705311000, after: 1705397400 },
    tags: { add: ['vip'], remove: [] },
  },
});

describe('a plan as text', () => {
  it('reads from the workspace to the sum', () => {
    const plan = samplePlan([pronouns, ada], { environment: 'staging', summary: { unchanged: 3 } });
    expect(
      renderPlan(plan, { ...look, width: 80, notManaged: { attribute: 14, tag: 9 } }),
    ).toBe(`staging: workspace Acme (ecahpwf5, US)
Manifests up to version 0002.

Changes (2)
  + attribute/contact/pronouns                 migrations/0001-attributes.yaml:5
      type         string
      description  The pronouns of the contact.
  ~ contact/beta/customer-9001                  migrations/0002-contacts.yaml:14
      custom_attributes.seats  3 → 5
      name                     (none) → Ada
      phone                    +353871234567 → (cleared)
      signed_up_at             2024-01-15T09:30:00Z → 2024-01-16T09:30:00Z
      tags                     + vip

What this means
  1 contact changed.
  Live messages, series and workflows whose audience they match may fire at
    once.
  Took 5 reads; applying needs 12 writes, at least 1 s under the rate limit.

Not managed here: 14 attributes, 9 tags.
Plan: 1 to create, 1 to update, 0 to convert, 0 to merge, 0 to archive. 3 unchanged.`);
  });

  it('ends with the exact sum', () => {
    const summary = { create: 6, update: 1, unchanged: 3 };
    expect(lastLine(renderPlan(samplePlan([pronouns], { summary }), look))).toBe(
      'Plan: 6 to create, 1 to update, 0 to convert, 0 to merge, 0 to archive. 3 unchanged.',
    );
  });

  it('names in the sum what is rare, and the filter', () => {
    const summary = { unarchive: 1, skipped: 2, blocked: 1 };
    expect(lastLine(renderPlan(samplePlan([pronouns], { summary, filtered: true }), look))).toBe(
      'Plan: 1 to create, 0 to update, 0 to convert, 0 to merge, 0 to archive, 1 to unarchive. 0 unchanged, 2 skipped, 1 blocked. (filtered)',
    );
  });

  it('says that nothing changes', () => {
    const text = renderPlan(samplePlan([]), look);
    expect(lastLine(text)).toBe('No changes. Workspace Acme matches the manifests.');
    expect(text).not.toContain('What this means');
    expect(lastLine(renderPlan(samplePlan([], { filtered: true }), look))).toMatch(
      /manifests\. \(filtered\)$/,
    );
  });

  it('never says that it matches when it cannot know', () => {
    const error = { code: 'x', severity: 'error', summary: 'wrong' } as const;
    const failed = renderPlan(samplePlan([], { diagnostics: [error] }), look);
    expect(failed).toContain('This plan has 1 error: it is neither saved nor applied.');
    expect(lastLine(failed)).toMatch(/^Plan: 0 to create/);
    const incomplete = { verb: 'incomplete_read', count: 1, limit: 0, over: true } as const;
    expect(lastLine(renderPlan(samplePlan([], { guards: [incomplete] }), look))).toMatch(
      /^Plan: 0 to create/,
    );
  });

  it('shows what cannot be undone or takes away first, each with its reason', () => {
    const untagged = sampleChange({
      address: 'contact/beta/bob',
      action: 'update',
      reason: 'left the set',
      fields: { tags: { add: [], remove: ['beta'] } },
    });
    const dropped = sampleChange({
      address: 'attribute/contact/plan',
      action: 'update',
      reason: 'options differ',
      fields: { options: { before: ['free', 'pro'], after: ['free'] } },
    });
    const text = renderPlan(samplePlan([pronouns, mergeOfAda, untagged, dropped]), look);
    const order = [
      'Irreversible or destructive (3)',
      'merge/6657add4',
      'contact/beta/bob',
      'Other changes (1)',
      'attribute/contact/pronouns',
    ];
    expect(order.map((part) => text.indexOf(part))).toEqual(
      order.map((part) => text.indexOf(part)).toSorted((a, b) => a - b),
    );
    expect(text).toContain('why: the lead is declared to be customer-9001; cannot be undone');
    expect(text).toContain('why: left the set; takes off 1 of the tags');
    expect(text).toContain('why: options differ; drops 1 of the options');
    expect(text).toContain('options  - pro');
    expect(text).not.toContain('why: declared, not live');
    expect(text).toContain('Cannot be undone: 1 merge.');
  });

  it.each([
    ['create', '+'],
    ['update', '~'],
    ['convert', '↑'],
    ['merge', '»'],
    ['archive', '-'],
    ['unarchive', '±'],
  ] as const)('marks %s with %s', (action, glyph) => {
    const text = renderPlan(samplePlan([sampleChange({ address: 'contact/beta/ada', action })]), look);
    expect(text).toContain(`\n  ${glyph} contact/beta/ada`);
  });

  it('says what blocks it and the exact words that allow it', () => {
    const guards = [
      { verb: 'merge', count: 3, limit: 0, over: true },
      { verb: 'create', count: 1, limit: null, over: false },
    ] as const;
    const text = renderPlan(samplePlan([mergeOfAda, pronouns], { guards, summary: { blocked: 1 } }), {
      ...look,
      isBlocked: (change) => change.kind === 'merge',
    });
    expect(text).toContain('  ! » merge/6657add4');
    expect(text).toContain('  + attribute/contact/pronouns');
    expect(text).toContain('! merge: 3 planned, at most 0 allowed');
    expect(text).toContain('--allow merge=3');
    expect(text).toContain('guards: { max_merge: 3 }');
    expect(text).not.toContain('! create');
  });

  it('offers no allowance for an incomplete read', () => {
    const guards = [{ verb: 'incomplete_read', count: 1, limit: 0, over: true }] as const;
    const text = renderPlan(samplePlan([pronouns], { guards }), look);
    expect(text).toContain('! incomplete read: fewer rows arrived');
    expect(text).not.toContain('--allow');
  });

  it('counts a person once who leaves two sets', () => {
    const left = (set: string) => sampleChange({ address: `contact/${set}/ada`, action: 'update' });
    expect(renderPlan(samplePlan([left('beta'), left('vips')]), look)).toContain('1 contact changed.');
  });

  it('says how on_create keeps live messages quiet', () => {
    const create = sampleChange({ address: 'contact/beta/ada', action: 'create' });
    const marked = { ...create, context: { on_create: ['custom_attributes.import_batch'] } };
    expect(renderPlan(samplePlan([create]), { ...look, width: 200 })).toContain(
      'set an attribute with on_create',
    );
    expect(renderPlan(samplePlan([marked]), { ...look, width: 200 })).toContain(
      'on_create sets custom_attributes.import_batch on every new contact',
    );
    expect(renderPlan(samplePlan([marked, create]), { ...look, width: 200 })).toContain(
      'on 1 of the 2 new contacts',
    );
  });

  it('says which part of the time no rate limit tells', () => {
    const bulk = { contacts: 2000, requests: 20, reads: 40 };
    const cost = { reads: 5, writes: 22, seconds: 1, bulk };
    const text = renderPlan({ ...samplePlan([ada]), cost }, look).replace(/\s+/g, ' ');
    expect(text).toContain('(2,000 contacts in 20 bulk requests, read back in 40)');
    expect(text).toContain("under the rate limit, plus the time that Intercom's jobs and search take.");
  });

  it('shows notes, other declarations and rows of sources', () => {
    const change = sampleChange({
      address: 'contact/beta/ada',
      action: 'create',
      notes: ['an archived contact may hold this external_id'],
      also: ['contact/vip/ada'],
      source: { file: 'data/contacts.json', row: 3 },
    });
    const text = renderPlan(samplePlan([change]), look);
    expect(text).toContain('data/contacts.json row 3');
    expect(text).toContain('also declared as: contact/vip/ada');
    expect(text).toContain('note: an archived contact may hold this external_id');
  });

  it.each([80, 140])('fits %i columns with long values', (width) => {
    const long = 'a very long description that goes on and on '.repeat(8);
    const change = sampleChange({
      address: 'contact/beta/ada',
      action: 'update',
      fields: {
        name: { before: `${long}old${long}`, after: `${long}new${long}` },
        [`custom_attributes.${'k'.repeat(90)}`]: { before: long, after: 'short' },
        tags: { add: Array.from({ length: 60 }, (_, index) => `tag number ${index}`), remove: [] },
      },
    });
    const text = renderPlan(samplePlan([change]), { width, color: false });
    const rows = text.split('\n').slice(0, -1);
    expect(rows.filter((line) => displayWidth(line) > width)).toEqual([]);
    expect(text).toContain('old');
    expect(text).toContain('new');
    expect(text).toMatch(/and \d+ more/);
  });

  it('tells strings from what they look like', () => {
    const values = { external_id: '0012345', name: 'true', email: 'ada@acme.test', phone: '', avatar: ' x' };
    const fields = Object.fromEntries(Object.entries(values).map(([path, after]) => [path, { after }]));
    const text = renderPlan(
      samplePlan([sampleChange({ address: 'contact/beta/ada', action: 'create', fields })]),
      look,
    );
    expect(text).toContain('external_id  "0012345"');
    expect(text).toContain('name         "true"');
    expect(text).toContain('email        ada@acme.test');
    expect(text).toContain('phone        ""');
    expect(text).toContain('avatar       " x"');
  });

  it('shows dates only where a field is one', () => {
    const fields = {
      'custom_attributes.renewed_at': { after: 1705311000 },
      'custom_attributes.looked_at': { after: 5 },
      seats: { after: 1705311000 },
    };
    const text = renderPlan(
      samplePlan([sampleChange({ address: 'contact/beta/ada', action: 'create', fields })]),
      look,
    );
    expect(text).toMatch(/renewed_at +2024-01-15T09:30:00Z/);
    expect(text).toMatch(/looked_at +5/);
    expect(text).toMatch(/seats +1705311000/);
  });

  it('makes everything harmless that comes from manifests or Intercom', () => {
    const evil = '\u001b]0;owned\u0007\u202e\nPlan: 0 to create';
    const change = sampleChange({
      address: `contact/${evil}`,
      action: 'archive',
      reason: evil,
      notes: [evil],
      also: [evil],
      source: { file: evil, line: 1 },
      fields: {
        [evil]: { before: evil, after: evil },
        tags: { add: [evil], remove: [evil] },
        o: { after: { [evil]: evil } },
      },
    });
    const plan = samplePlan([change], {
      environment: evil,
      workspace: { id: evil, name: evil, region: evil },
      manifests: { digest: '', version: evil },
    });
    const text = renderPlan(plan, look);
    expect(['\u001b', '\u0007', '\u202e'].filter((char) => text.includes(char))).toEqual([]);
    expect(text.split('\n').filter((line) => line.startsWith('Plan: '))).toHaveLength(1);
  });

  it('is coloured only when asked', () => {
    expect(renderPlan(samplePlan([pronouns]), { width: 80, color: true })).toContain('\u001b[32m+\u001b[39m');
    expect(renderPlan(samplePlan([pronouns]), look)).not.toContain('\u001b');
  });
});
