import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMask } from '../../src/render/mask/mask.ts';
import type { Change } from '../../src/types/change.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';
import { sampleChange, samplePlan, sampleResult } from './sample-plan.ts';

const SENSITIVE = [
  'attribute/contact/pronouns',
  'attribute/contact/salary',
  'attribute/company/owner%20name',
];
const mask = createMask({ key: 'mask-key', sensitive: SENSITIVE, values: () => ['Ada Lovelace', 'she/her'] });
const digits = (value: string) => createHmac('sha256', 'mask-key').update(value).digest('hex').slice(0, 8);

const ada = sampleChange({
  address: 'contact/beta/ada%40acme.test',
  action: 'update',
  requires: ['contact/beta/eve%40acme.test', 'tag/vip'],
  also: ['contact/crm/%2B353871234567', 'contact/crm/customer-9001'],
  reason: 'holds ada@acme.test',
  notes: ['phone +353 87 123 4567 is shared', 'Ada Lovelace was there before'],
  fields: {
    email: { before: 'ada@old.test', after: 'ada@acme.test' },
    name: { before: null, after: 'Ada Lovelace' },
    phone: { before: '+353871234567', after: null },
    external_id: { before: null, after: 'customer-9001' },
    'custom_attributes.pronouns': { before: 'they', after: 'she/her' },
    'custom_attributes.salary': { before: 90000, after: 95000 },
    'custom_attributes.backup': { before: 'ask ada@home.test', after: 'bob@home.test' },
    tags: { add: ['vip', 'eve@acme.test'], remove: [] },
  },
});

describe('the mask of a change', () => {
  const masked = mask.change(ada);

  it('replaces the values of email, phone, name and sensitive attributes by eight digits of their HMAC', () => {
    expect(masked.fields['email']).toEqual({
      before: digits('ada@old.test'),
      after: digits('ada@acme.test'),
    });
    expect(masked.fields['name']).toEqual({ before: null, after: digits('Ada Lovelace') });
    expect(masked.fields['phone']).toEqual({ before: digits('+353871234567'), after: null });
    expect(masked.fields['custom_attributes.pronouns']).toEqual({
      before: digits('they'),
      after: digits('she/her'),
    });
    expect(masked.fields['custom_attributes.salary']).toEqual({
      before: digits('90000'),
      after: digits('95000'),
    });
  });

  it('replaces what parses as an email or a phone number in every other value', () => {
    expect(masked.fields['custom_attributes.backup']).toEqual({
      before: `ask ${digits('ada@home.test')}`,
      after: digits('bob@home.test'),
    });
    expect(masked.fields['tags']).toEqual({ add: ['vip', digits('eve@acme.test')], remove: [] });
  });

  it('replaces them in addresses too, percent-encoded or not, with the digits of the value itself', () => {
    expect(masked.address).toBe(`contact/beta/${digits('ada@acme.test')}`);
    expect(masked.requires).toEqual([`contact/beta/${digits('eve@acme.test')}`, 'tag/vip']);
    expect(masked.also).toEqual([`contact/crm/${digits('+353871234567')}`, 'contact/crm/customer-9001']);
  });

  it('replaces phone numbers with spaces, dashes and brackets in addresses', () => {
    for (const phone of ['+353 87 123 4567', '+353-87-123-4567', '+353 (87) 123.4567']) {
      const segment = encodeURIComponent(phone).replaceAll('(', '%28').replaceAll(')', '%29');
      expect(mask.address(`contact/crm/${segment}`)).toBe(`contact/crm/${digits('+353871234567')}`);
      expect(mask.text(`see contact/crm/${segment}`)).toBe(`see contact/crm/${digits('+353871234567')}`);
    }
  });

  it('replaces them in reasons and notes, with the name that the change holds', () => {
    expect(masked.reason).toBe(`holds ${digits('ada@acme.test')}`);
    expect(masked.notes).toEqual([
      `phone ${digits('+353871234567')} is shared`,
      `${digits('Ada Lovelace')} was there before`,
    ]);
  });

  it('leaves other external_ids alone', () => {
    expect(masked.fields['external_id']).toEqual({ before: null, after: 'customer-9001' });
  });

  it('leaves the name of a company alone, and masks its sensitive attributes', () => {
    const company = mask.change(
      sampleChange({
        address: 'company/acme',
        action: 'create',
        fields: { name: { after: 'Acme' }, 'custom_attributes.owner name': { after: 'Eve' } },
      }),
    );
    expect(company.fields).toEqual({
      name: { after: 'Acme' },
      'custom_attributes.owner name': { after: digits('Eve') },
    });
  });

  it('masks what a user inherits in a merge', () => {
    const merge: Change = sampleChange({
      address: 'merge/6657add4',
      action: 'merge',
      fields: { into: { after: 'contact/beta/ada%40acme.test' }, name: { before: null, after: 'Visitor' } },
    });
    expect(mask.change(merge).fields).toEqual({
      into: { after: `contact/beta/${digits('ada@acme.test')}` },
      name: { before: null, after: digits('Visitor') },
    });
  });

  it('takes what people were matched by, and names of tags, out of the context', () => {
    const merge = sampleChange({
      kind: 'merge',
      action: 'merge',
      address: 'merge/66b1',
      // No email and no number that could be told without knowing what it is.
      notes: ['lead 087 1234567 disappears'],
      fields: { into: { after: '66b2' } },
      context: {
        matched: [
          { field: 'email', value: 'ada@acme' },
          { field: 'phone', value: '087 1234567' },
          { field: 'id', value: '66b1' },
        ],
        into_matched: [
          { field: 'external_id', value: 'ada@acme.test' },
          { field: 'external_id', value: 'customer-9001' },
        ],
        owner_tags: ['set-of-ada@acme.test', 'set-beta'],
        set: 'of ada@acme.test',
        on_create: ['custom_attributes.of ada@acme.test', 'name'],
        role: 'user',
      },
    });
    const shown = mask.change(merge);
    expect(shown.context).toEqual({
      matched: [
        { field: 'email', value: digits('ada@acme') },
        { field: 'phone', value: digits('087 1234567') },
        { field: 'id', value: '66b1' },
      ],
      into_matched: [
        { field: 'external_id', value: digits('ada@acme.test') },
        { field: 'external_id', value: 'customer-9001' },
      ],
      owner_tags: [digits('set-of-ada@acme.test'), 'set-beta'],
      set: `of ${digits('ada@acme.test')}`,
      on_create: [`custom_attributes.of ${digits('ada@acme.test')}`, 'name'],
      role: 'user',
    });
    expect(shown.notes).toEqual([`lead ${digits('087 1234567')} disappears`]);
    expect(mask.change({ ...merge, context: { role: 'lead' } }).context).toEqual({ role: 'lead' });
  });

  it('masks in a result who it is that a merge or conversion does not go to', () => {
    const merge = sampleChange({
      kind: 'merge',
      action: 'merge',
      address: 'merge/66b1',
      fields: { into: { after: '66b2' } },
      context: { matched: [{ field: 'phone', value: '087 1234567' }] },
    });
    const reason = 'phone of the lead is "087 7654321", the plan matched "087 1234567"';
    const result = sampleResult({
      results: [{ address: 'merge/66b1', action: 'merge', outcome: 'stale', id: '66b1', reason }],
    });
    const shown = mask.result(result, samplePlan([merge]));
    expect([...shown.results][0]?.reason).toBe(
      `phone of the lead is "${digits('087 7654321')}", the plan matched "${digits('087 1234567')}"`,
    );
  });

  it('shows dots where there is no key', () => {
    const keyless = createMask({ key: undefined, sensitive: [] });
    expect(keyless.change(ada).fields['email']).toEqual({ before: '•••', after: '•••' });
    expect(keyless.address('contact/beta/ada%40acme.test')).toBe('contact/beta/•••');
  });

  it.each([
    'ada@localhost',
    'ADA@ACME.TEST',
    "o'neil@acme.test",
    'ada+news@acme.test',
    'zoë@müller.test',
    'a b@acme.test',
    '+15550100200',
  ])('recognises %s as a key of a person', (key) => {
    const tagged = sampleChange({
      address: `contact/beta/${encodeURIComponent(key)}`,
      action: 'create',
      fields: { 'custom_attributes.x': { after: key } },
    });
    const text = JSON.stringify(mask.change(tagged));
    expect(text).not.toContain(key);
    expect(text).not.toContain(encodeURIComponent(key));
  });

  it('leaves no email of any local part in a sentence', () => {
    const local = fc.stringMatching(/^[a-z0-9!#$%&*+?^_`~.-]{1,20}$/);
    fc.assert(
      fc.property(local, fc.constantFrom('', ' ', '"', '(', '<', ', '), (name, before) => {
        const shown = mask.text(`it belongs to ${before}${name}@acme.test, they say`);
        expect(shown).not.toContain('@acme.test');
        expect(shown).toMatch(/^it belongs to .*[0-9a-f]{8}.*, they say$/s);
      }),
    );
  });
});

describe('the mask of findings', () => {
  const finding = (one: Partial<Diagnostic>): Diagnostic =>
    mask.finding({ code: 'x', severity: 'error', summary: 'something', ...one });

  it.each<[string, Partial<Diagnostic>]>([
    [
      'a bad phone number',
      { code: 'bad-phone', summary: 'phone must be an E.164 number', detail: 'Canary 12' },
    ],
    ['a bad email', { code: 'bad-email', summary: 'this is not an email address', detail: 'Canary' }],
    [
      'two names that disagree',
      {
        code: 'sets-disagree',
        summary: 'two sets of equal precedence disagree about name',
        detail: '"Canary A" here, "Canary B" at migrations/0002.yaml:3',
      },
    ],
    [
      'a sensitive value that is no option',
      {
        code: 'unknown-option',
        summary: 'custom_attributes.pronouns is not one of the attribute’s options',
        detail: '"Canary"; did you mean "Canaries"?',
      },
    ],
    [
      'a bad cell of a row',
      { code: 'bad-text', summary: 'this is no text', row: 3, detail: 'Full name: Canary' },
    ],
    [
      'a stale name',
      { code: 'x', summary: 'name is "Canary", the plan saw "Canary L" and wants "Canary Lovelace"' },
    ],
    [
      'a value in a schema finding',
      { code: 'bad-type', summary: 'contacts[0].name must be text', detail: 'this is "Canary"' },
    ],
    ['an address', { address: 'contact/beta/Canary%40acme.test' }],
    ['help', { help: 'declare Canary@acme.test once' }],
  ])('hides %s', (_what, one) => {
    expect(JSON.stringify(finding(one))).not.toContain('Canary');
  });

  it('hides known names and sensitive values wherever they stand', () => {
    expect(finding({ detail: 'user 66b1 (Ada Lovelace), too' }).detail).toBe(
      `user 66b1 (${digits('Ada Lovelace')}), too`,
    );
    expect(finding({ detail: '"she/her" is odd' }).detail).toBe(`"${digits('she/her')}" is odd`);
  });

  it('keeps what is no personal data', () => {
    const plain: Diagnostic = {
      code: 'unknown-option',
      severity: 'error',
      summary: "custom_attributes.plan is not one of the attribute's options",
      detail: '"entreprise"; did you mean "enterprise"?',
      help: 'options are free, pro, enterprise (migrations/0001-attributes.yaml:7)',
      address: 'contact/beta/customer-9001',
      file: 'migrations/0002-contacts.yaml',
      line: 14,
      column: 34,
    };
    expect(mask.finding(plain)).toEqual(plain);
    const attribute: Diagnostic = {
      code: 'attribute-name',
      severity: 'error',
      summary: '"plan$" cannot be the name of an attribute',
      address: 'attribute/contact/plan%24',
    };
    expect(mask.finding(attribute)).toEqual(attribute);
  });
});

describe('the mask of documents', () => {
  it('marks a plan and keeps the digest of the real changes', () => {
    const plan = samplePlan([ada]);
    const masked = mask.plan(plan);
    expect(masked.masked).toBe(true);
    expect(masked.digest).toBe(plan.digest);
    expect(masked.summary).toEqual(plan.summary);
  });

  it('masks the reasons of a result by what the plan and the answers hold', () => {
    const result = sampleResult({
      results: [
        {
          address: ada.address,
          action: 'update',
          outcome: 'failed',
          id: null,
          reason:
            'name was sent as "Ada Lovelace" and Intercom kept "Adele"; seats was sent as 3 and Intercom kept 4',
          unstuck: [
            { field: 'name', sent: 'Ada Lovelace', kept: 'Adele' },
            { field: 'custom_attributes.seats', sent: 3, kept: 4 },
          ],
          edited: [{ field: 'email', read: 'adele@acme.test', now: 'odile' }],
          before: { phone: '+353871234567' },
        },
        {
          address: ada.address,
          action: 'update',
          outcome: 'stale',
          id: null,
          reason: 'custom_attributes.salary is 1234, the plan saw 90000 and wants 95000',
        },
      ],
    });
    const [failed, stale] = mask.result(result, samplePlan([ada])).results;
    expect(JSON.stringify([failed, stale])).not.toMatch(
      /Lovelace|Adele|adele|odile|353871234567|1234,|90000|95000/,
    );
    expect(failed?.reason).toContain('seats was sent as 3 and Intercom kept 4');
    expect(failed?.unstuck?.[1]).toEqual({ field: 'custom_attributes.seats', sent: 3, kept: 4 });
    expect(failed?.before).toEqual({ phone: digits('+353871234567') });
  });
});

describe('the mask of a manifest in a code frame', () => {
  const yaml = `apiVersion: interform/v1
kind: ContactSet
name: beta
contacts:
  - { external_id: customer-9001, nmae: "Canary One", custom_attributes: { plan: entreprise, pronouns: Canary } }
  - external_id: x
    name: >-
      Canary Two
      Canary Three
    phone: 00 Canary
    Full Name: Canary # ask canary@acme.test
    tags: [vip]
`;

  it('has dots for personal values and everything else in its column', () => {
    const shown = mask.manifest(yaml);
    expect(shown).not.toMatch(/Canary|canary@/);
    expect(shown.split('\n').map((line) => line.length)).toEqual(yaml.split('\n').map((line) => line.length));
    expect(shown).toContain('name: beta');
    expect(shown).toContain(
      '{ external_id: customer-9001, nmae: "•••••• •••", custom_attributes: { plan: entreprise,',
    );
    expect(shown).toContain('tags: [vip]');
  });

  it('works on what cannot be parsed', () => {
    const broken = 'kind: ContactSet\ncontacts:\n  - { name: Canary, email: "Canary\n  tags: [\n';
    expect(mask.manifest(broken)).not.toContain('Canary');
  });

  it('leaves attributes alone', () => {
    const attributes = 'kind: DataAttributes\nattributes:\n  first_name: { type: string }\n';
    expect(mask.manifest(attributes)).toBe(attributes);
  });
});
