import { describe, expect, it } from 'vitest';
import { createMask } from '../../src/render/mask/mask.ts';
import { renderPlan } from '../../src/render/text/plan-text.ts';
import type { Change } from '../../src/types/change.ts';
import { mergeNote, type Shared } from '../../src/types/merge-notes.ts';
import { sampleChange, samplePlan } from './sample-plan.ts';

const many = (count: number, make: (index: number) => Change): Change[] =>
  Array.from({ length: count }, (_, index) => make(index));
const textOf = (changes: readonly Change[], options: Partial<Parameters<typeof renderPlan>[1]> = {}) =>
  renderPlan(samplePlan(changes), { width: 80, color: false, ...options });
const linesOf = (changes: readonly Change[], options: Partial<Parameters<typeof renderPlan>[1]> = {}) =>
  textOf(changes, options).split('\n');

/** A first import: which cells of a row are empty differs, so there are a dozen shapes. */
function person(index: number): Change {
  const cells: Record<string, string | number | undefined> = {
    'custom_attributes.plan': ['free', 'pro', 'enterprise'][index % 3],
    'custom_attributes.seats': index % 5 === 0 ? undefined : index,
    email: index % 7 === 0 ? undefined : `person.number.${index}@acme.test`,
    external_id: `customer-${index}`,
    name: index % 4 === 0 ? undefined : `Ada ${index} Lovelace`,
    phone: index % 2 === 0 ? undefined : `+35387${String(1000000 + index)}`,
    signed_up_at: 1_700_000_000 + index,
  };
  const fields = Object.entries(cells).flatMap(([path, after]) =>
    after === undefined ? [] : [[path, { after }] as const],
  );
  return sampleChange({
    address: `contact/customers/customer-${index}`,
    action: 'create',
    fields: { ...Object.fromEntries(fields), tags: { add: ['vip', `month ${index % 12}`], remove: [] } },
    notes: ['an archived contact may hold this external_id'],
    source: { file: 'data/contacts.csv', row: index + 1 },
  });
}

function merge(index: number, shared: Shared = index % 10 === 9 ? 'phone' : 'email'): Change {
  return sampleChange({
    address: `merge/6657add46abd0167d94${index}`,
    action: 'merge',
    id: `6657add46abd0167d94${index}`,
    irreversible: true,
    reason: 'identity.leads of set customers absorbs leads with this email',
    notes: [mergeNote({ lead: `lead${index}@acme.test`, user: `user customer-${index}`, shared })],
    fields: {
      into: { after: `66b1${index}` },
      ...(index % 3 === 0 ? {} : { name: { before: null, after: `Ada ${index}` } }),
      tags: { add: ['web'], remove: [] },
    },
  });
}

const untagged = (index: number): Change =>
  sampleChange({
    address: `contact/old/customer-${index}`,
    action: 'update',
    reason: 'left the set',
    fields: { tags: { add: [], remove: ['beta'] } },
  });

const archived = (index: number): Change =>
  sampleChange({
    address: `contact/old/former-${index}`,
    action: 'archive',
    reason: 'on_leave archives who left the set',
    fields: { archived: { before: false, after: true } },
  });

const attribute = (index: number): Change =>
  sampleChange({
    address: `attribute/contact/trait_${index}`,
    action: 'create',
    fields: {
      type: { after: index % 2 === 0 ? 'string' : 'integer' },
      description: { after: `Trait ${index} of a person, as the old tool had it.` },
    },
  });

const company = (index: number): Change =>
  sampleChange({
    address: `company/acme-${index}`,
    action: index % 2 === 0 ? 'create' : 'update',
    fields: { name: index % 2 === 0 ? { after: `Acme ${index}` } : { before: null, after: `Acme ${index}` } },
  });

const tag = (index: number): Change =>
  sampleChange({
    address: `tag/tag-${index}`,
    action: 'create',
    fields: { name: { after: `Tag ${index}` } },
  });

const MIXED: readonly Change[] = [
  ...many(40, attribute),
  ...many(30, tag),
  ...many(50, company),
  ...many(497, person),
  ...many(120, (index) => merge(index)),
  ...many(60, archived),
  ...many(25, untagged),
];

const PLANS: ReadonlyArray<readonly [string, readonly Change[]]> = [
  ['497 people', many(497, person)],
  ['497 people and 120 merges', [...many(497, person), ...many(120, (index) => merge(index))]],
  ['all sorts of changes', MIXED],
  ['nothing but 400 archives', many(400, archived)],
  ['12,000 people and 3,000 merges', [...many(12_000, person), ...many(3_000, (index) => merge(index))]],
  [
    'changes without end of shapes',
    many(2_000, (index) => ({ ...person(index), action: index % 2 === 0 ? 'create' : 'update' })),
  ],
];

describe.each(PLANS)('a plan of %s on a screen', (_name, changes) => {
  it.each([80, 140])('takes about 120 lines of %i columns', (width) => {
    const lines = linesOf(changes, { width });
    expect(lines.length).toBeLessThanOrEqual(125);
    expect(lines).toContain('Shortened for a screen: --full shows every change with all its fields.');
    expect(lines.slice(0, -1).filter((line) => line.length > width)).toEqual([]);
  });

  it('is there in full where that is asked for', () => {
    const text = textOf(changes, { full: true });
    const shown = text.match(/^ {2}[+~»-] \S+/gm) ?? [];
    expect(new Set(shown).size).toBe(changes.length);
    expect(text).not.toContain('--full');
    expect(text).not.toContain('not shown');
  });
});

describe('what is destructive among many changes', () => {
  it('is all named, each with its reason', () => {
    const text = textOf([...many(497, person), ...many(120, (index) => merge(index))]);
    for (let index = 0; index < 120; index++)
      expect(text).toMatch(new RegExp(`lead${index}@acme\\.test → customer-${index}(?!\\d)`));
    expect(text).toContain('why: identity.leads of set customers absorbs leads with this email; cannot');
    expect(text).not.toContain('not shown');
  });

  it('has a line each where that is enough', () => {
    const lines = linesOf(
      [...many(497, person), ...many(40, (index) => merge(index)), ...many(25, untagged)],
      {
        width: 100,
      },
    );
    expect(lines).toContain(
      '    » lead1@acme.test → user customer-1: share email; gets name Ada 1, tags + web',
    );
    expect(lines).toContain('    ~ contact/old/customer-24  tags - beta');
    expect(lines).toContain('  left the set; takes off 1 of the tags:');
  });

  it('is said to be missing where there is no room to name it', () => {
    const text = textOf(many(5_000, (index) => merge(index)));
    const [, hidden = ''] =
      /([\d,]+) more irreversible or destructive changes are not shown/.exec(text) ?? [];
    const named = text.match(/lead\d+@acme\.test/g) ?? [];
    expect(named.length + Number(hidden.replace(',', ''))).toBe(5_000);
    expect(text).toMatch(/--full\s+shows all/);
  });

  it('shows merges first that share only a phone, marked', () => {
    const rows = linesOf([...many(497, person), ...many(40, (index) => merge(index))], { width: 100 }).filter(
      (line) => line.startsWith('    » '),
    );
    expect(rows.slice(0, 5).map((row) => row.includes('CHECK: share only the phone'))).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
    const paragraphs = textOf(many(300, (index) => merge(index)));
    expect(paragraphs).toContain('CHECK: 30 merges that share only the phone');
    expect(paragraphs.indexOf('CHECK')).toBeLessThan(paragraphs.indexOf('share email'));
  });

  it('is masked in rows and paragraphs', () => {
    const mask = createMask({ key: 'k', sensitive: [] });
    for (const count of [40, 120]) {
      const text = textOf([...many(497, person), ...many(count, (index) => merge(index))], { mask });
      expect(text).not.toMatch(/@acme\.test|Ada/);
      expect(text).toContain('customer-1');
    }
  });
});

describe('a few changes', () => {
  it('are shown as they are, with nothing shortened', () => {
    const text = textOf([...many(3, person), ...many(2, (index) => merge(index))]);
    expect(text).not.toContain('--full');
    expect(text).toContain('lead lead1@acme.test → user customer-1');
  });
});
