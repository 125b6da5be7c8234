import { describe, expect, it } from 'vitest';
import { renderPlanHtml } from '../../src/render/html/plan-html.ts';
import { renderPlanMarkdown } from '../../src/render/markdown/plan-markdown.ts';
import { createMask } from '../../src/render/mask/mask.ts';
import { renderPlan, renderPlanParts } from '../../src/render/text/plan-text.ts';
import { jsonText } from '../../src/render/words/json-text.ts';
import type { Change } from '../../src/types/change.ts';
import { mergeNote } from '../../src/types/merge-notes.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import { largePlan } from './large-plan.ts';
import { mergeOfAda, sampleChange } from './sample-plan.ts';

/** The same plan as it is read from disk: every change is another object each time, and none can be had by its place. */
function streamed(plan: PlanDocument): PlanDocument & { readonly passes: () => number } {
  let passes = 0;
  const changes = {
    length: plan.changes.length,
    *[Symbol.iterator](): Generator<Change> {
      passes += 1;
      for (const change of plan.changes) yield { ...change, fields: { ...change.fields } };
    },
  };
  return { ...plan, changes, passes: () => passes };
}

const identities = (count: number): Change[] =>
  Array.from({ length: count }, (_, index) =>
    sampleChange({
      address: `contact/crm/customer-${index}`,
      action: 'update',
      id: `66c${index}`,
      fields: { email: { before: `old${index}@acme.test`, after: `new${index}@acme.test` } },
    }),
  );
const merges = (count: number): Change[] =>
  Array.from({ length: count }, (_, index) => ({
    ...mergeOfAda,
    address: `merge/lead-${index}`,
    id: `lead-${index}`,
    notes: [
      mergeNote({
        lead: `lead${index}@acme.test`,
        user: `user customer-${index}`,
        shared: index % 3 === 0 ? 'phone' : 'email',
      }),
    ],
  }));

const PLANS: readonly (readonly [string, PlanDocument])[] = [
  ['a few changes', largePlan(15)],
  ['some changes', largePlan(400)],
  ['many changes', largePlan(6000)],
  ['many changes that take something away', largePlan(7000, { grave: true })],
  ['merges, and people who get other emails', largePlan(3000, { extra: [...merges(40), ...identities(70)] })],
  ['more merges than a comment has room for', largePlan(10, { extra: merges(6000) })],
  ['more emails that change than a comment has room for', largePlan(10, { extra: identities(6000) })],
  ['a run that is taken back', { ...largePlan(500, { grave: true }), undoes: '20261128T164400Z-7f3a9c' }],
];
const isBlocked = ({ address }: Change) => address.endsWith('7');
const mask = createMask({ key: 'k', sensitive: [] });

describe.each(PLANS)('a plan that is read from disk, with %s', (_, whole) => {
  const plan = { ...whole, summary: { ...whole.summary, blocked: 1 } };

  it('is the same text, shortened and in full', () => {
    for (const full of [false, true]) {
      const options = { width: 100, color: true, full, isBlocked };
      expect(renderPlan(streamed(plan), options)).toBe(renderPlan(plan, options));
    }
  });

  it('is the same comment, the same report and the same document, masked and not', () => {
    for (const one of [undefined, mask]) {
      const options = { isBlocked, mask: one };
      expect(renderPlanMarkdown(streamed(plan), options)).toBe(renderPlanMarkdown(plan, options));
      expect(renderPlanHtml(streamed(plan), options)).toBe(renderPlanHtml(plan, options));
      const { passes: __, ...document } = streamed(plan);
      expect(jsonText(one?.plan(document) ?? document)).toBe(jsonText(one?.plan(plan) ?? plan));
    }
  });

  it('is gone through a few times', () => {
    const read = streamed(plan);
    renderPlan(read, { width: 100, color: false });
    expect(read.passes()).toBeLessThanOrEqual(6);
    renderPlanMarkdown(read);
    expect(read.passes()).toBeLessThanOrEqual(24);
  });
});

it('comes line by line in full, before the last change is read', () => {
  let read = 0;
  const changes = {
    length: 5000,
    *[Symbol.iterator](): Generator<Change> {
      for (const change of largePlan(5000).changes) {
        read += 1;
        yield change;
      }
    },
  };
  const { body } = renderPlanParts({ ...largePlan(1), changes }, { width: 100, color: false, full: true });
  const before = read;
  const lines = body[Symbol.iterator]();
  for (let count = 0; count < 20; count += 1) lines.next();
  expect(read - before).toBeLessThan(200);
});

it('is stringified as a list where it is masked', () => {
  const masked = mask.plan(streamed(largePlan(3)));
  expect(JSON.parse(JSON.stringify(masked)).changes).toHaveLength(3);
});

describe('the report of a plan that is too long to be put in order', () => {
  const plan = largePlan(10_500, { extra: [...merges(3), ...identities(5)] });
  const html = renderPlanHtml(streamed(plan), { mask });
  const data = JSON.parse(
    /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)?.[1] ?? '',
  );
  type Found = number | { readonly rows: readonly number[] };
  const indices = (entries: readonly Found[]) =>
    entries.flatMap((entry) => (typeof entry === 'number' ? [entry] : entry.rows));

  it('holds every change once, in its own order', () => {
    const addresses = Array.from(plan.changes, (change) => mask.address(change.address));
    expect(data.rows.map((row: readonly unknown[]) => row[0])).toEqual(addresses);
    const all: number[] = data.sections.flatMap(({ entries }: { entries: Found[] }) => indices(entries));
    expect(all.toSorted((a, b) => a - b)).toEqual([...addresses.keys()]);
  });

  it('has the sections of a shorter one', () => {
    const [grave, identity, other] = data.sections;
    expect([grave.title, identity.title, other.title]).toEqual([
      'Irreversible or destructive',
      'Email, phone, id, role or subscription',
      'Other changes',
    ]);
    expect(grave.entries[0]).toEqual({ table: true, rows: [0, 1, 2] });
    expect(grave.entries).toHaveLength(1 + 1050);
    expect(indices(identity.entries)).toEqual([3, 4, 5, 6, 7]);
    const contacts = other.entries.filter((entry: Found) => typeof entry === 'object');
    expect(contacts.map(({ rows }: { rows: readonly number[] }) => rows.length)).toEqual([
      2100, 2100, 2100, 3150,
    ]);
    const word = (index: number) => data.words[index];
    expect(data.rows.map((row: readonly number[]) => word(row[2] ?? -1))).toEqual(
      Array.from(plan.changes, ({ action }) => action),
    );
  });
});
