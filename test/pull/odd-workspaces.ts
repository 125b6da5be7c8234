import fc from 'fast-check';
import type { EmulatorSeed, SeedAttribute, SeedCompany, SeedContact } from '../../src/emulator/index.ts';
import { seedOf, workspaces } from '../properties/workspaces.ts';

/** Text that breaks out of YAML, JSON, CSV or a terminal where it is not written with care. */
const ODD_TEXTS = [
  'yes',
  'null',
  '~',
  '007',
  '1e3',
  '0x1F',
  '2024-01-15',
  '2024-01-15T09:30:00Z',
  'a: b',
  'a #b',
  '# a',
  '- a',
  '*a',
  '&a',
  '!a',
  '@ada',
  '`a`',
  '"quoted"',
  "it's",
  'a, b',
  '[a]',
  '{a: b}',
  `\${var.name}`,
  `$\${a}`,
  `$$\${a}`,
  'line\nbreak',
  'tab\tstop',
  ' padded ',
  'trailing ',
  'Zoë Ångström',
  '阿达',
  '👩🏽‍💻',
  '\u202eright to left',
  '\u2028separator',
  'bell\u0007',
  '\u001b[31mred',
  '<<',
  '---',
  '...',
  '%TAG',
  '?',
  '=SUM(A1)',
  'https://acme.test/?a=b&c=d#e',
  '__proto__',
  'constructor',
  'x'.repeat(255),
  'x'.repeat(256),
] as const;

const oddText = fc.oneof(
  fc.constantFrom(...ODD_TEXTS),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
);

/** Attribute names that the API or the language refuses are among them: such an attribute stays unmanaged. */
const oddNames = fc.uniqueArray(
  fc.constantFrom(
    'Plan',
    'PLAN',
    'home address',
    'ssn',
    'a.b',
    'name',
    ' edge ',
    '007',
    'yes',
    '<<',
    '__proto__',
    'ключ',
    'x'.repeat(120),
  ),
  { maxLength: 4 },
);

const oddAttributes = oddNames.chain((names) =>
  fc.tuple(
    ...names.map((name) =>
      fc.record({
        model: fc.constantFrom('contact' as const, 'company' as const),
        name: fc.constant(name),
        data_type: fc.constantFrom('string', 'integer', 'float', 'boolean', 'date', 'options'),
        options: fc.constantFrom(['one', 'two'], ['Only'], ['a: b', 'null', '#1'], ['x', 'x']),
        description: fc.option(oddText),
        archived: fc.nat(3).map((roll) => roll === 3),
        messenger_writable: fc.boolean(),
      }),
    ),
  ),
) as fc.Arbitrary<readonly (SeedAttribute & { readonly options: readonly string[] })[]>;

const oddContact = fc.record(
  {
    role: fc.constantFrom('user' as const, 'lead' as const),
    email: fc.constantFrom(
      null,
      '',
      'ada@acme.test',
      'ADA@acme.test',
      'no email',
      'a@b@c',
      'vip@acme.test',
      'ada',
    ),
    external_id: fc.constantFrom(
      null,
      ' padded',
      '007',
      'ada@acme.test',
      'null',
      'x'.repeat(300),
      '64f0aaaaaaaaaaaaaaaaaaaa',
    ),
    phone: fc.constantFrom(null, '0871234567', '+353871234501', '+1', '+15550100'),
    name: fc.option(oddText),
    signed_up_at: fc.constantFrom(null, 0, -1, 1_704_153_600, 253_402_300_800, 200_000_000_000),
    unsubscribed_from_emails: fc.boolean(),
  },
  { requiredKeys: ['role'] },
) as fc.Arbitrary<SeedContact>;

const oddCompany = fc.record(
  {
    company_id: fc.oneof(
      fc.constantFrom('0042x', ' edge', 'yes', 'null', '<<', '__proto__', 'a/b', '1.0', '{}'),
      oddText,
    ),
    name: oddText,
    plan: oddText,
    monthly_spend: fc.constantFrom(0, 990.5, 12),
    size: fc.constantFrom(0, 5),
    remote_created_at: fc.constantFrom(0, 1_704_153_600),
    tags: fc.subarray(['vip', 'Odd: tag', ' edge ', 'NULL']),
  },
  { requiredKeys: ['company_id'] },
) as fc.Arbitrary<SeedCompany>;

/** Workspaces as no manifest would make them. */
export const oddWorkspaces: fc.Arbitrary<EmulatorSeed> = fc
  .record({
    base: workspaces.map(seedOf),
    attributes: oddAttributes,
    tags: fc.uniqueArray(oddText, { maxLength: 3 }),
    companies: fc.array(oddCompany, { maxLength: 3 }),
    contacts: fc.array(oddContact, { maxLength: 5 }),
    lone: fc.boolean(),
  })
  .map(({ base, attributes, tags, companies, contacts, lone }) => {
    const known = new Set((base.attributes ?? []).map(({ model, name }) => `${model}/${name}`));
    const ids = new Set((base.companies ?? []).map(({ company_id }) => company_id));
    const externalIds = new Set((base.contacts ?? []).map(({ external_id }) => external_id));
    const firstOf = (seen: Set<unknown>, key: unknown) => !seen.has(key) && seen.add(key) !== undefined;
    const people = contacts.map((contact) => {
      const free =
        contact.role === 'user' && contact.external_id != null && firstOf(externalIds, contact.external_id);
      const { external_id, ...rest } = contact;
      return free ? { ...rest, external_id } : rest;
    });
    return {
      ...base,
      attributes: [
        ...(base.attributes ?? []),
        ...attributes
          .filter(({ model, name }) => firstOf(known, `${model}/${name}`))
          .map(({ options, ...attribute }) =>
            attribute.data_type === 'options' ? { ...attribute, options } : attribute,
          ),
      ],
      tags: [...(base.tags ?? []), ...tags],
      companies: [
        ...(base.companies ?? []),
        ...companies.filter(({ company_id }) => firstOf(ids, company_id)),
        ...(lone ? [{ company_id: 'nobody-there', name: 'Nobody' }] : []),
      ],
      contacts: [...(base.contacts ?? []), ...people],
    };
  });
