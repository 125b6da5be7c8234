import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderPlanHtml } from '../../src/render/html/plan-html.ts';
import { renderPlanMarkdown } from '../../src/render/markdown/plan-markdown.ts';
import { createMask, type Mask } from '../../src/render/mask/mask.ts';
import { renderPlan } from '../../src/render/text/plan-text.ts';
import type { Change, FieldChanges } from '../../src/types/change.ts';
import { mergeNote } from '../../src/types/merge-notes.ts';
import { sampleChange, samplePlan } from './sample-plan.ts';

const many = (count: number, make: (index: number) => Change): Change[] =>
  Array.from({ length: count }, (_, index) => make(index));

const PRO = { 'custom_attributes.plan': { before: 'free', after: 'pro' } };
const updated = (index: number, fields: FieldChanges = PRO): Change =>
  sampleChange({
    address: `contact/customers/customer-${index}`,
    action: 'update',
    id: `66b1${index}`,
    fields,
    source: { file: 'data/contacts.csv', row: index + 1 },
  });
const created = (index: number, email = `person.${index}@acme.test`): Change =>
  sampleChange({
    address: `contact/new/customer-${index}`,
    action: 'create',
    fields: {
      'custom_attributes.plan': { after: 'pro' },
      email: { after: email },
      external_id: { after: `customer-${index}` },
      name: { after: `Ada ${index}` },
      role: { after: 'user' },
    },
    source: { file: 'data/contacts.csv', row: index + 1 },
  });
const archived = (index: number): Change =>
  sampleChange({
    address: `contact/old/former-${index}`,
    action: 'archive',
    id: `66b9${index}`,
    reason: 'on_leave archives who left the set',
    fields: { archived: { before: false, after: true } },
  });
const merged = (index: number, tags: readonly string[] = ['web']): Change =>
  sampleChange({
    address: `merge/6657add4${index}`,
    action: 'merge',
    id: `6657add4${index}`,
    irreversible: true,
    reason: 'declared, the lead is live',
    notes: [mergeNote({ lead: `lead${index}@acme.test`, user: `user customer-${index}`, shared: 'email' })],
    fields: { into: { after: `66b1${index}` }, tags: { add: tags, remove: [] } },
  });

/** What a reader of the comment sees. */
const read = (markdown: string) =>
  markdown
    .replace(/<\/?(?:code|b|sub|pre|details|summary)(?: lang="diff")?>/g, '')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
const textOf = (changes: readonly Change[], width = 80) =>
  renderPlan(samplePlan(changes), { width, color: false });
const markdownOf = (changes: readonly Change[]) => renderPlanMarkdown(samplePlan(changes));

interface Report {
  readonly words: readonly string[];
  readonly rows: readonly unknown[][];
  readonly sections: ReadonlyArray<{ readonly title: string; readonly entries: readonly unknown[] }>;
}
function reportOf(changes: readonly Change[], mask?: Mask): Report {
  const html = renderPlanHtml(samplePlan(changes), { mask });
  return JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)?.[1] ?? '');
}
const addressesIn = (report: Report) => report.rows.map(([address]) => String(address));

const IDENTITY: ReadonlyArray<readonly [string, FieldChanges, string]> = [
  ['email', { email: { before: 'ada@acme.test', after: 'eve@evil.test' } }, 'ada@acme.test → eve@evil.test'],
  ['phone', { phone: { before: null, after: '+353871234567' } }, '(none) → +353871234567'],
  ['external_id', { external_id: { before: 'ada', after: 'eve' } }, 'ada → eve'],
  ['role', { role: { before: 'lead', after: 'user' } }, 'lead → user'],
  ['subscription', { unsubscribed_from_emails: { before: false, after: true } }, 'false → true'],
];

describe.each(IDENTITY)('a changed %s among sixty updates', (_name, fields, difference) => {
  const one = updated(30, { ...PRO, ...fields });
  const alone = many(60, (index) => (index === 30 ? one : updated(index)));
  const alike = many(60, (index) => updated(index, fields));

  it('stands by itself in text, with what it was and what it becomes', () => {
    for (const width of [60, 80, 140]) expect(textOf(alone, width)).toContain(difference);
    for (const address of alike.map((change) => change.address))
      expect(textOf(alike)).toMatch(new RegExp(`^ +~ ${address}(?: |$)`, 'm'));
    expect(textOf(alike).split(difference)).toHaveLength(61);
    expect(textOf(alike)).not.toContain('60 contacts:');
  });

  it('stands by itself in the comment and in the report', () => {
    const text = read(markdownOf(alone));
    expect(text).toMatch(/^- ~ \*\*update\*\* contact\/customers\/customer-30 /m);
    expect(text.slice(0, text.indexOf('59 contacts'))).toContain(difference);
    expect(read(markdownOf(alike)).split(difference)).toHaveLength(61);
    for (const changes of [alone, alike]) {
      const { sections, rows } = reportOf(changes);
      const [first] = sections;
      expect(first?.title).toBe('Email, phone, id, role or subscription');
      expect(first?.entries).toHaveLength(changes === alone ? 1 : 60);
      expect(first?.entries.every((entry) => rows[Number(entry)] !== undefined)).toBe(true);
    }
  });

  it('is named where a plan has room for lines and paragraphs only', () => {
    const taken = (index: number) =>
      updated(index + 2000, {
        tags: { add: [], remove: ['beta'] },
        ...(index === 700 ? fields : {}),
      });
    const text = textOf([...many(900, taken), ...many(200, archived)], 140);
    expect(text).toContain('not shown here');
    const few = textOf(
      [...many(300, (index) => taken(index + 600)), ...many(200, (index) => updated(index))],
      140,
    );
    expect(few).not.toContain('not shown here');
    expect(few).toContain(`contact/customers/customer-2700  ${Object.keys(fields)[0]} ${difference}`);
  });
});

describe('changes of who somebody is', () => {
  it('are masked as everything else', () => {
    const mask = createMask({ key: 'k', sensitive: [] });
    const changes = many(60, (index) =>
      updated(index, { email: { before: `a${index}@acme.test`, after: `b${index}@acme.test` } }),
    );
    for (const text of [
      renderPlan(samplePlan(changes), { width: 80, color: false, mask }),
      read(renderPlanMarkdown(samplePlan(changes), { mask })),
    ]) {
      expect(text).not.toContain('acme.test');
      expect(text.match(/[0-9a-f]{8}"? → "?[0-9a-f]{8}/g)).toHaveLength(60);
    }
  });

  it('are said to be missing from a screen where they have no room', () => {
    const text = textOf(
      many(900, (index) => updated(index, { phone: { before: null, after: `+35387${index}` } })),
    );
    const shown = text.match(/^ +~ contact/gm)?.length ?? 0;
    const [, hidden] =
      /([\d,]+) more changes of email, phone, id, role or subscription are not/.exec(text) ?? [];
    expect(shown).toBeGreaterThan(50);
    expect(shown + Number(hidden)).toBe(900);
    expect(text.split('\n').length).toBeLessThan(126);
  });

  it('name the id of a conversion that does not stand in its address', () => {
    const converted = (index: number) =>
      sampleChange({
        address: `contact/beta/${encodeURIComponent(`ada${index}@acme.test`)}`,
        action: 'convert',
        irreversible: true,
        fields: {
          external_id: { before: null, after: `customer-${index}` },
          role: { before: 'lead', after: 'user' },
        },
      });
    const text = textOf(many(60, converted), 120);
    for (let index = 0; index < 60; index++) expect(text).toContain(`external_id (none) → customer-${index}`);
  });

  it('stay in their order where all changes are shown one by one', () => {
    const text = textOf([updated(1), updated(2, { email: { before: 'a@acme.test', after: 'b@acme.test' } })]);
    expect(text).toContain('\nChanges (2)\n  ~ contact/customers/customer-1 ');
  });

  it('are not grouped where a run is taken back', () => {
    const again = (index: number) =>
      updated(index, { unsubscribed_from_emails: { before: true, after: false } });
    const plan = samplePlan(many(60, again), { undoes: '20261128T164400Z-7f3a9c' });
    expect(renderPlan(plan, { width: 80, color: false }).split('true → false')).toHaveLength(61);
    expect(read(renderPlanMarkdown(plan)).split('true → false')).toHaveLength(61);
  });
});

describe('sixty people who are new', () => {
  const changes = many(60, (index) => created(index, index === 41 ? 'eve@evil.test' : undefined));

  it('are a few lines on a screen', () => {
    expect(textOf(changes).split('\n').length).toBeLessThan(40);
  });

  it('have each their address and their email in the comment, in the group', () => {
    const text = read(markdownOf(changes));
    expect(text).toMatch(/^\+ contact\/new\/customer-41 {2}email eve@evil\.test, name Ada 41$/m);
    for (let index = 0; index < 60; index++)
      expect(text).toMatch(new RegExp(`^\\+ contact/new/customer-${index} {2}email `, 'm'));
    expect(text).not.toContain('Only in the full report');
  });
});

describe('what a comment has no room for', () => {
  const first = (changes: readonly Change[]) => read(markdownOf(changes)).split('\n').slice(0, 4);

  it('is said in bold right below the title', () => {
    const [title, empty, said, next] = first([
      ...many(12_000, (index) => created(index)),
      ...many(3, archived),
    ]);
    expect([title, empty, next]).toEqual(['### Workspace Acme (ecahpwf5, US)', '', '']);
    expect(said).toMatch(
      /^\*\*Only in the full report:\*\* \*\*[\d,]+ of 12,003 changes\*\*(?: and \*\*some fields of [\d,]+ more\*\*)?\. The full report is the HTML one \(--report html=FILE\)\.$/,
    );
  });

  it('is told apart by what nobody can take back', () => {
    const [, , said] = first([
      ...many(5_000, (index) => archived(index)),
      ...many(2_000, (index) =>
        updated(index, { email: { before: 'a@acme.test', after: `b${index}@acme.test` } }),
      ),
    ]);
    expect(said).toMatch(
      /\*\*[\d,]+ of 7,000 changes\*\* \([\d,]+ irreversible or destructive, [\d,]+ of email, phone, id, role or subscription\)/,
    );
  });

  it('is also a part of a field', () => {
    const [, , said] = first([
      updated(1, { 'custom_attributes.note': { before: null, after: 'x'.repeat(500) } }),
    ]);
    expect(said).toMatch(/^\*\*Only in the full report:\*\* \*\*some fields of 1 change\*\*\. /);
  });

  it('is first the rows of groups, then fields, and last what is destructive or who somebody is', () => {
    const text = read(
      markdownOf([
        ...many(20_000, (index) => created(index)),
        ...many(300, archived),
        ...many(150, (index) => merged(index)),
        ...many(150, (index) =>
          updated(index, { email: { before: 'a@acme.test', after: `b${index}@acme.test` } }),
        ),
      ]),
    );
    for (let index = 0; index < 150; index++) {
      expect(text).toMatch(new RegExp(`contact/old/former-${index}(?!\\d)`));
      expect(text).toMatch(new RegExp(`\\| lead${index}@acme\\.test \\| user customer-${index} \\|`));
      expect(text).toContain(`a@acme.test → b${index}@acme.test`);
    }
    expect(text).toContain('20,000 contacts: plan = pro');
    expect(text.length).toBeLessThanOrEqual(65_536);
  });

  it('never parts a destructive change from its reason', () => {
    const text = read(
      markdownOf([
        ...many(2_000, (index) => ({ ...archived(index), reason: 'the first reason' })),
        ...many(2_000, (index) => ({ ...archived(index + 2_000), reason: 'the second reason' })),
      ]),
    );
    const [before, after] = text.split('more irreversible or destructive changes are not shown');
    expect(before).toContain('**why:** the first reason');
    expect(before).not.toContain('the second reason');
    expect(after?.indexOf('the second reason')).toBeLessThan(after?.indexOf('former-39') ?? 0);
  });
});

describe('the full report', () => {
  it('holds every address masked', () => {
    const mask = createMask({ key: 'k', sensitive: [] });
    const changes = many(10_000, (index) => ({
      ...created(index),
      address: `contact/new/${encodeURIComponent(`person.${index}@acme.test`)}`,
    }));
    const addresses = new Set(addressesIn(reportOf(changes, mask)));
    expect(addresses).toEqual(new Set(changes.map(({ address }) => mask.address(address))));
    expect(addresses.size).toBeGreaterThan(9_980);
    expect([...addresses].join()).not.toContain('acme');
  });

  it('holds every field whole', () => {
    const long = Array.from({ length: 300 }, (_, index) => `Sentence ${index} of a note.`);
    const tags = many(40, updated).map((_, index) => `tag ${index}`);
    const changes = [
      updated(1, {
        'custom_attributes.note': { before: null, after: `start ${'x'.repeat(5000)} end` },
        'custom_attributes.text': { before: long.join('\n'), after: long.map((one) => `${one}!`).join('\n') },
        tags: { add: tags, remove: [] },
      }),
      merged(1, tags),
      merged(2),
    ];
    const text = JSON.stringify(reportOf(changes).rows);
    expect(text).toContain(`start ${'x'.repeat(5000)} end`);
    for (let index = 0; index < 300; index++) expect(text).toContain(`+ Sentence ${index} of a note.!`);
    expect(text.split('tag 39')).toHaveLength(4);
    expect(text).not.toMatch(/…|more lines/);
  });
});

describe('a closed row of the report', () => {
  it('shows first how somebody new is reached', () => {
    const cells = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`custom_attributes.a${index}`, { after: index }]),
    );
    const one = sampleChange({
      address: 'contact/new/ada',
      action: 'create',
      fields: { ...cells, email: { after: 'ada@acme.test' }, phone: { after: '+353871234567' } },
    });
    const { rows, words } = reportOf([one]);
    const [row = []] = rows;
    const paths = (row[10] as readonly [number][]).map(([path]) => words[path]);
    expect(paths.slice(0, 3)).toEqual(['email', 'phone', 'custom_attributes.a0']);
  });

  it('shows first what becomes of who somebody is', () => {
    const others = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`custom_attributes.a${index}`, { before: 1, after: 2 }]),
    );
    const fields = { ...others, email: { before: 'ada@acme.test', after: 'eve@evil.test' } };
    const { rows, words } = reportOf(many(60, (index) => updated(index, fields)));
    for (const row of rows) {
      const [[path, ...values]] = row[10] as [[number, ...unknown[]]];
      expect([words[path], ...values]).toEqual(['email', 'c', 'ada@acme.test', 'eve@evil.test']);
    }
  });
});

const field = fc.constantFrom<readonly [string, FieldChanges[string]]>(
  ['custom_attributes.plan', { before: 'free', after: 'pro' }],
  ['custom_attributes.note', { before: null, after: 'x'.repeat(400) }],
  ['email', { before: 'ada@acme.test', after: 'eve@acme.test' }],
  ['phone', { before: null, after: '+353871234567' }],
  ['tags', { add: ['vip'], remove: [] }],
  ['companies', { add: [], remove: ['acme'] }],
  ['unsubscribed_from_emails', { before: false, after: true }],
);
const block = fc.record({
  count: fc.integer({ min: 1, max: 900 }),
  make: fc.constantFrom('create', 'archive', 'merge', 'update', 'update', 'company'),
  fields: fc.uniqueArray(field, { maxLength: 4, selector: ([path]) => path }),
  tail: fc.constantFrom('', 'é%', ' &<b>', '@acme.test', 'x'.repeat(300)),
});

/** Changes of all sorts, some of them very many, every address once. */
const randomChanges = fc.array(block, { minLength: 1, maxLength: 6 }).map((blocks) =>
  blocks.flatMap(({ count, make, fields, tail }, at) =>
    many(count, (index) => {
      // Companies have no email.
      const own = Object.fromEntries(fields.filter(([path]) => make !== 'company' || path !== 'email'));
      const like =
        make === 'create'
          ? created(index)
          : make === 'archive'
            ? archived(index)
            : make === 'merge'
              ? merged(index)
              : updated(index, own);
      const kind = make === 'company' ? 'company' : like.kind;
      return { ...like, kind, address: `${kind}/set-${at}/${encodeURIComponent(`${index}${tail}`)}` };
    }),
  ),
);

describe('any plan', () => {
  it('has every address in the report, and its comment counts those that it does not hold', () => {
    fc.assert(
      fc.property(randomChanges, (changes) => {
        const report = new Set(addressesIn(reportOf(changes)));
        expect(report).toEqual(new Set(changes.map(({ address }) => address)));
        const markdown = markdownOf(changes);
        expect(markdown.length).toBeLessThanOrEqual(65_536);
        const text = read(markdown);
        const words = new Set(text.split(/[\s|]+/));
        // Merges in a table are named by the two whom they join.
        const merges = changes.filter(({ action }) => action === 'merge');
        const rows = text.match(/^\| (?:! )?» \|/gm)?.length ?? 0;
        const inTable = merges.length > 1;
        const named = changes.filter(
          ({ address, action }) => !(inTable && action === 'merge') && words.has(address),
        );
        const [, hidden = '0'] = /^\*\*Only in the full report:\*\* \*\*([\d,]+) of/m.exec(text) ?? [];
        expect(named.length + rows + Number(hidden.replaceAll(',', ''))).toBe(changes.length);
        if (text.includes('Only in the full report')) expect(text.split('\n')[2]).toMatch(/^\*\*Only in/);
        // Whose email changes is never only a name.
        const plain = named.filter(
          ({ action, kind, fields }) => kind === 'contact' && action === 'update' && 'email' in fields,
        );
        for (const line of text.split('\n')) {
          const of = plain.find(
            ({ address }) => line.startsWith('- ~ contact') && line.includes(` ${address} `),
          );
          if (of !== undefined) expect(line).toContain('email ada@acme.test → eve@acme.test');
        }
        const items = text.split('ada@acme.test → eve@acme.test').length - 1;
        expect(items).toBe(plain.length);
      }),
      { numRuns: 25 },
    );
  }, 120_000);
});
