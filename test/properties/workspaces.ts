import fc from 'fast-check';
import type { EmulatorSeed, SeedAttribute, SeedCompany, SeedContact } from '../../src/emulator/index.ts';
import type { Json } from '../../src/types/json.ts';
import {
  ADMINS,
  ATTRIBUTES,
  COMPANIES,
  COMPANY_ATTRIBUTES,
  CONTACT_ATTRIBUTES,
  EMAILS,
  EXTERNAL_IDS,
  INSTANTS,
  type KnownAttribute,
  MANY_TAGS,
  NAMES,
  OWNER_TAGS,
  PHONES,
  TAGS,
} from './alphabet.ts';

/** A workspace before it is made consistent: its parts may refer to anything, which keeps shrinking simple. */
export interface WorkspaceSketch {
  readonly attributes: Readonly<Record<string, AttributeSketch>>;
  readonly tags: readonly string[];
  readonly companies: readonly CompanySketch[];
  readonly contacts: readonly ContactSketch[];
}

export interface AttributeSketch {
  readonly live: 'absent' | 'live' | 'archived';
  readonly options: readonly string[];
  readonly description: string | null;
  readonly messenger_writable: boolean;
}

interface CompanySketch {
  readonly company_id: string;
  readonly fields: Readonly<Record<string, Json>>;
  readonly custom: Readonly<Record<string, Json>>;
  readonly tags: readonly string[];
}

interface ContactSketch {
  readonly role: 'user' | 'lead';
  readonly external_id: string | null;
  readonly email: string | null;
  readonly archived: boolean;
  readonly age: number;
  readonly fields: Readonly<Record<string, Json>>;
  readonly custom: Readonly<Record<string, Json>>;
  readonly tags: readonly string[];
  readonly ownedBy: string | null;
  readonly manyTags: boolean;
  readonly companies: readonly string[];
  readonly note: boolean;
}

export const COMPANY_FIELDS = {
  name: fc.constantFrom('Acme', 'Bombe Works'),
  plan: fc.constantFrom('Enterprise', 'Free'),
  size: fc.constantFrom(1, 120),
  website: fc.constant('https://acme.test'),
  industry: fc.constantFrom('Tools', 'Research'),
  monthly_spend: fc.constantFrom(0, 990),
  remote_created_at: fc.constantFrom(...INSTANTS),
};

/** Some of the attributes, each with one of its values. */
export function customValues(
  attributes: readonly KnownAttribute[],
): fc.Arbitrary<Readonly<Record<string, Json>>> {
  const model = Object.fromEntries(attributes.map(({ name, values }) => [name, fc.constantFrom(...values)]));
  return fc.record(model, { requiredKeys: [] }) as fc.Arbitrary<Record<string, Json>>;
}

const attributeSketch = (attribute: KnownAttribute): fc.Arbitrary<AttributeSketch> =>
  fc.record({
    live: fc.constantFrom('absent', 'live', 'live', 'archived'),
    options: fc.subarray([...(attribute.options ?? [])], {
      minLength: Math.min(2, attribute.options?.length ?? 0),
    }),
    description: fc.constantFrom(null, '', 'Billing'),
    messenger_writable: fc.boolean(),
  });

const company: fc.Arbitrary<CompanySketch> = fc.record({
  company_id: fc.constantFrom(...COMPANIES),
  fields: fc.record(COMPANY_FIELDS, { requiredKeys: [] }) as fc.Arbitrary<Record<string, Json>>,
  custom: customValues(COMPANY_ATTRIBUTES),
  tags: fc.subarray(TAGS, { maxLength: 2 }),
});

const contact: fc.Arbitrary<ContactSketch> = fc.record({
  role: fc.constantFrom('user', 'lead'),
  external_id: fc.option(fc.constantFrom(...EXTERNAL_IDS), { freq: 3 }),
  // A cleared email is '' (intercom 4.2).
  email: fc.option(fc.constantFrom(...EMAILS, ''), { freq: 6 }),
  archived: fc.nat(7).map((roll) => roll === 7),
  age: fc.nat(2),
  fields: fc.record(
    {
      phone: fc.constantFrom(...PHONES),
      name: fc.constantFrom(...NAMES),
      avatar: fc.constant('https://acme.test/ada.png'),
      signed_up_at: fc.constantFrom(...INSTANTS),
      last_seen_at: fc.constantFrom(...INSTANTS),
      owner_id: fc.constantFrom(...ADMINS.map(({ id }) => id)),
      unsubscribed_from_emails: fc.boolean(),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Record<string, Json>>,
  custom: customValues(CONTACT_ATTRIBUTES),
  tags: fc.subarray(TAGS, { maxLength: 3 }),
  ownedBy: fc.option(fc.constantFrom(...OWNER_TAGS), { freq: 1 }),
  manyTags: fc.nat(6).map((roll) => roll === 6),
  companies: fc.subarray(COMPANIES, { maxLength: 2 }),
  note: fc.boolean(),
});

export const workspaces: fc.Arbitrary<WorkspaceSketch> = fc.record({
  attributes: fc.record(Object.fromEntries(ATTRIBUTES.map((known) => [known.name, attributeSketch(known)]))),
  tags: fc.subarray(TAGS),
  companies: fc.array(company, { maxLength: 3 }),
  contacts: fc.array(contact, { maxLength: 7 }),
});

/** The id of the n-th seeded contact. */
export function contactId(index: number): string {
  return `64f0${String(index).padStart(20, '0')}`;
}

/** 1 June 2026, before any clock of these tests. */
const SEEDED_AT = 1_780_272_000;

/** A seed that a real workspace could be in: parts that do not fit together are left out. */
export function seedOf(sketch: WorkspaceSketch): EmulatorSeed {
  const attributes = ATTRIBUTES.flatMap((known): SeedAttribute[] => {
    const own = sketch.attributes[known.name];
    if (own === undefined || own.live === 'absent') return [];
    const { model, name, seeded } = known;
    return [
      {
        model,
        name,
        data_type: seeded,
        ...(seeded === 'options' ? { options: own.options } : {}),
        description: own.description,
        messenger_writable: own.messenger_writable,
        archived: own.live === 'archived',
      },
    ];
  });
  const kept = (custom: Readonly<Record<string, Json>>) =>
    Object.fromEntries(Object.entries(custom).filter(([name]) => sketch.attributes[name]?.live === 'live'));
  const companies = new Map<string, SeedCompany>();
  for (const { company_id, fields, custom, tags } of sketch.companies)
    companies.set(company_id, { company_id, ...fields, custom_attributes: kept(custom), tags });
  const taken = new Set<string>();
  const contacts = sketch.contacts.map((own, index): SeedContact => {
    const free = own.role === 'user' && own.external_id !== null && !taken.has(own.external_id);
    if (free && own.external_id !== null) taken.add(own.external_id);
    return {
      id: contactId(index),
      role: own.role,
      ...(free ? { external_id: own.external_id } : {}),
      email: own.email,
      archived: own.archived,
      created_at: SEEDED_AT + own.age,
      updated_at: SEEDED_AT + own.age,
      ...own.fields,
      custom_attributes: kept(own.custom),
      tags: [...own.tags, ...(own.ownedBy === null ? [] : [own.ownedBy]), ...(own.manyTags ? MANY_TAGS : [])],
      companies: own.companies.filter((id) => companies.has(id)),
      notes: own.note ? ['called'] : [],
    };
  });
  return {
    app: { id_code: 'ecahpwf5', name: 'Acme', region: 'US', timezone: 'Europe/Dublin' },
    admins: ADMINS,
    attributes,
    tags: sketch.tags,
    companies: [...companies.values()],
    contacts,
  };
}
