import { describe, expect, it } from 'vitest';
import { MOST_CHARACTERS, renderPlanMarkdown } from '../../src/render/markdown/plan-markdown.ts';
import { createMask } from '../../src/render/mask/mask.ts';
import { mergeNote, readMergeNotes, type Shared } from '../../src/types/merge-notes.ts';
import { sampleChange, samplePlan } from './sample-plan.ts';

const merge = (index: number, shared: Shared = 'email') =>
  sampleChange({
    address: `merge/6657${index}`,
    action: 'merge',
    id: `6657${index}`,
    irreversible: true,
    reason: 'declared, the lead is live',
    notes: [mergeNote({ lead: `lead${index}@acme.test`, user: `user customer-${index}`, shared })],
    fields: { into: { after: `66b1${index}` }, name: { before: null, after: `Ada | ${index}` } },
  });

const rowsOf = (markdown: string) => markdown.split('\n').filter((line) => line.startsWith('| <code>'));

describe('merges in a comment', () => {
  it('are one table, a line each, with those first that share no email', () => {
    const rows = rowsOf(renderPlanMarkdown(samplePlan([merge(1), merge(2, 'phone'), merge(3, 'both')])));
    expect(rows).toEqual([
      '| <code>»</code> | <code>lead2&#64;acme.test</code> | <code>user customer-2</code> | **CHECK: only the phone** | name Ada &#124; 2 | declared, the lead is live; cannot be undone |',
      '| <code>»</code> | <code>lead1&#64;acme.test</code> | <code>user customer-1</code> | email | name Ada &#124; 1 | declared, the lead is live; cannot be undone |',
      '| <code>»</code> | <code>lead3&#64;acme.test</code> | <code>user customer-3</code> | email and phone | name Ada &#124; 3 | declared, the lead is live; cannot be undone |',
    ]);
  });

  it('are said to be missing below the table where a comment has no room', () => {
    const markdown = renderPlanMarkdown(
      samplePlan(Array.from({ length: 2_000 }, (_, index) => merge(index))),
    );
    expect(markdown.length).toBeLessThanOrEqual(MOST_CHARACTERS);
    const hidden =
      /\*\*([\d,]+) more irreversible or destructive changes are not shown/.exec(markdown)?.[1] ?? '';
    expect(rowsOf(markdown).length + Number(hidden.replace(',', ''))).toBe(2_000);
  });

  it('say who and what is shared where there is one, masked too', () => {
    const one = renderPlanMarkdown(samplePlan([merge(1, 'phone')]));
    expect(one).toMatch(
      /^ {2}- \*\*lead lead1.*acme\.test → user customer-1: CHECK: share only the phone\*\*$/m,
    );
    expect(one).toContain('<code>merge/66571</code>');
    const mask = createMask({ key: 'k', sensitive: [] });
    const markdown = renderPlanMarkdown(samplePlan([merge(1), merge(2, 'phone')]), { mask });
    expect(markdown).not.toMatch(/acme|Ada/);
    expect(rowsOf(markdown)[0]).toMatch(
      /<code>[0-9a-f]{8}<\/code> \| <code>user customer-2<\/code> \| \*\*CHECK/,
    );
  });
});

describe('the note of a merge', () => {
  it.each(['email', 'phone', 'both', 'neither'] as const)(
    'gives back who is who and what is shared: %s',
    (shared) => {
      for (const user of [
        'user customer-1',
        'contact/vip/ada',
        'user x; they share the email',
        'user a disappears',
      ]) {
        const pair = { lead: 'ada@acme.test', user, shared };
        expect(readMergeNotes(['another note', mergeNote(pair)])).toEqual(pair);
      }
    },
  );

  it('is read as an earlier version wrote it', () => {
    expect(readMergeNotes(['lead 66 disappears; its conversations move to user ada'])).toEqual({
      lead: '66',
      user: 'user ada',
    });
    expect(readMergeNotes(['something else'])).toEqual({});
  });
});
