import fc from 'fast-check';
import type { Json, JsonObject } from '../../src/types/json.ts';
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
  NAMES,
  PHONES,
  TAGS,
} from './alphabet.ts';
import { COMPANY_FIELDS, customValues } from './workspaces.ts';

export interface ManifestSketch {
  readonly attributes: Readonly<Record<string, DeclaredAttribute>>;
  readonly tags: readonly string[];
  readonly companies: Readonly<Record<string, DeclaredCompany>>;
  readonly sets: readonly SetSketch[];
  readonly merges: readonly MergeSketch[];
}

interface DeclaredAttribute {
  readonly options: readonly string[];
  readonly rest: JsonObject;
}

interface DeclaredCompany {
  readonly fields: JsonObject;
  readonly custom: JsonObject;
  readonly tags: readonly string[] | null;
}

export interface SetSketch {
  readonly precedence: number;
  readonly identity: JsonObject;
  readonly policy: JsonObject;
  readonly only_if_empty: readonly string[];
  readonly on_create: JsonObject;
  readonly defaults: { readonly fields: JsonObject; readonly tags: readonly string[] | null };
  readonly prune: 'untag' | 'archive' | null;
  readonly contacts: readonly PersonSketch[];
}

export interface PersonSketch {
  readonly role: 'user' | 'lead' | null;
  readonly by: 'external_id' | 'email' | 'both' | 'id';
  readonly external_id: string;
  readonly email: string;
  readonly id: number;
  /** Whether somebody who is known by the id is to have the email as well. */
  readonly rekeyed: boolean;
  readonly fields: JsonObject;
  readonly custom: JsonObject;
  /** Whether the email is cleared, where it may be. */
  readonly clearsEmail: boolean;
  readonly tags: readonly string[] | null;
  readonly companies: readonly string[] | null;
}

export interface MergeSketch {
  readonly from: { readonly by: 'id' | 'email' | 'phone'; readonly pick: number };
  readonly into: { readonly by: 'external_id' | 'email' | 'id'; readonly pick: number };
  readonly skip: boolean;
}

/** Some of the keys, each with its value. */
function some(model: Readonly<Record<string, fc.Arbitrary<Json>>>): fc.Arbitrary<JsonObject> {
  return someWith([], model);
}

/** The named keys and some of the others. */
function someWith(
  requiredKeys: readonly string[],
  model: Readonly<Record<string, fc.Arbitrary<Json>>>,
): fc.Arbitrary<JsonObject> {
  // Every key's values are JSON, so the record is.
  return fc.record(model, { requiredKeys: [...requiredKeys] }) as fc.Arbitrary<JsonObject>;
}

/** Now and then null, which clears. */
const orNull = (value: fc.Arbitrary<Json>): fc.Arbitrary<Json> => fc.option(value, { freq: 6 });
const listOrNone = (names: readonly string[]) => fc.option(fc.subarray([...names]), { freq: 2 });

const declaredAttribute = ({ options = [] }: KnownAttribute): fc.Arbitrary<DeclaredAttribute> =>
  fc.record({
    // The order of options means nothing.
    options: fc.shuffledSubarray([...options], { minLength: Math.min(2, options.length) }),
    rest: some({
      description: fc.constantFrom(null, '', 'Billing', 'Who pays'),
      messenger_writable: fc.boolean(),
      archived: fc.nat(9).map((roll) => roll === 9),
    }),
  });

const person: fc.Arbitrary<PersonSketch> = fc.record({
  role: fc.constantFrom(null, null, 'user', 'lead'),
  by: fc.constantFrom('external_id', 'both', 'both', 'email', 'id'),
  external_id: fc.constantFrom(...EXTERNAL_IDS),
  email: fc.constantFrom(...EMAILS),
  id: fc.nat(6),
  rekeyed: fc.boolean(),
  fields: some({
    phone: orNull(fc.constantFrom(...PHONES)),
    name: orNull(fc.constantFrom(...NAMES)),
    avatar: orNull(fc.constantFrom('https://acme.test/ada.png', 'https://acme.test/b.png')),
    signed_up_at: orNull(fc.constantFrom<Json>(...INSTANTS, '2024-01-02T00:00:00Z', '2025-11-15')),
    last_seen_at: fc.constantFrom(...INSTANTS),
    owner: orNull(fc.constantFrom(...ADMINS.map(({ email }) => email))),
    unsubscribed_from_emails: fc.boolean(),
  }),
  custom: some(
    Object.fromEntries(
      CONTACT_ATTRIBUTES.map(({ name, values }) => [name, orNull(fc.constantFrom(...values))]),
    ),
  ),
  clearsEmail: fc.boolean(),
  tags: listOrNone(TAGS),
  companies: listOrNone(COMPANIES),
});

const set: fc.Arbitrary<SetSketch> = fc.record({
  precedence: fc.constantFrom(0, 0, 1, 2),
  identity: someWith(['leads'], {
    by: fc.constantFrom<Json>(['external_id', 'email'], ['external_id'], ['email']),
    leads: fc.constantFrom('absorb', 'absorb', 'absorb', 'keep', 'keep', 'error'),
    users: fc.constantFrom('use', 'use', 'use', 'keep', 'keep', 'error'),
  }),
  policy: someWith(['on_duplicate_row'], {
    on_missing: fc.constantFrom(...Array(9).fill('create'), 'skip', 'skip', 'error'),
    on_conflict: fc.constantFrom('skip', 'skip', 'stop'),
    on_duplicate_row: fc.constantFrom('first', 'last', 'last', 'last', 'stop'),
    on_archived: fc.constantFrom('stop', 'unarchive'),
    shared_email: fc.constantFrom('allow', 'allow', 'error'),
    tags: fc.constantFrom('add', 'exact'),
    companies: fc.constantFrom('add', 'exact'),
  }),
  only_if_empty: fc.subarray(['name', 'phone', 'signed_up_at', 'owner', 'custom_attributes.seats'], {
    maxLength: 2,
  }),
  on_create: some({ name: fc.constant('Imported'), signed_up_at: fc.constantFrom(...INSTANTS) }),
  defaults: fc.record({
    fields: some({ role: fc.constantFrom('user', 'lead'), name: fc.constantFrom(...NAMES) }),
    tags: listOrNone(['beta', 'old']),
  }),
  prune: fc.option(fc.constantFrom('untag', 'archive'), { freq: 1 }),
  contacts: fc.array(person, { maxLength: 4 }),
});

const merge: fc.Arbitrary<MergeSketch> = fc.record({
  from: fc.record({ by: fc.constantFrom('id', 'email', 'phone'), pick: fc.nat(6) }),
  into: fc.record({ by: fc.constantFrom('external_id', 'email', 'id'), pick: fc.nat(6) }),
  skip: fc.constantFrom(true, true, false),
});

export const manifestSketches: fc.Arbitrary<ManifestSketch> = fc.record({
  attributes: fc.record(
    Object.fromEntries(ATTRIBUTES.map((known) => [known.name, declaredAttribute(known)])),
    { requiredKeys: [] },
  ) as fc.Arbitrary<Record<string, DeclaredAttribute>>,
  tags: fc.uniqueArray(fc.constantFrom(...TAGS), { selector: (name) => name.toLowerCase() }),
  companies: fc.dictionary(
    fc.constantFrom(...COMPANIES),
    fc.record({
      fields: some(COMPANY_FIELDS),
      custom: customValues(COMPANY_ATTRIBUTES).map((custom) => custom as JsonObject),
      tags: listOrNone(TAGS),
    }),
    { maxKeys: 3 },
  ),
  sets: fc.array(set, { minLength: 1, maxLength: 3 }),
  merges: fc.oneof(
    { weight: 2, arbitrary: fc.constant<MergeSketch[]>([]) },
    { weight: 1, arbitrary: fc.array(merge, { minLength: 1, maxLength: 2 }) },
  ),
});
