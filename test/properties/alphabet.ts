import type { Json } from '../../src/types/json.ts';

/** Small alphabets, so that generated people, tags and companies collide (design 3 and 4). */
export const EXTERNAL_IDS = ['ada', 'grace', 'alan', '007', 'Ada', 'a/b c'] as const;
export const EMAILS = [
  'ada@acme.test',
  'Ada@Acme.test',
  'grace@acme.test',
  'alan+x@acme.test',
  'vip@acme.test',
];
export const PHONES = ['+353871234501', '+353871234502', '+353871234503'];
export const NAMES = ['Ada', 'Grace Hopper', 'Alan'];
export const TAGS = ['vip', 'VIP', 'beta', 'old', 'News'];
/** Owner tags of the sets, by their position. */
export const OWNER_TAGS = ['set-0', 'set-1', 'set-2'];
/** More tags than the ten that a contact's embedded list shows (intercom 4.1). */
export const MANY_TAGS = Array.from({ length: 12 }, (_, index) => `t${index}`);
export const COMPANIES = ['acme', 'bombe', '0042'];
export const ADMINS = [
  { id: '991267466', name: 'Ada Lovelace', email: 'ada@acme.test' },
  { id: '991267467', name: 'Grace Hopper', email: 'grace@acme.test' },
];

/** Unix seconds: 2 January 2024 and 15 November 2025. */
export const INSTANTS = [1_704_153_600, 1_763_164_800];

/** An attribute that a world may have; its values are valid for its type in seeds and manifests alike. */
export interface KnownAttribute {
  readonly model: 'contact' | 'company';
  readonly name: string;
  /** The declared type. */
  readonly type: string;
  /** The type of the live attribute: a plain string may be declared as options (design 3.3). */
  readonly seeded: string;
  readonly options?: readonly string[];
  readonly values: readonly Json[];
}

export const ATTRIBUTES: readonly KnownAttribute[] = [
  {
    model: 'contact',
    name: 'plan',
    type: 'options',
    seeded: 'options',
    options: ['free', 'pro', 'enterprise'],
    values: ['free', 'pro', 'enterprise'],
  },
  {
    model: 'contact',
    name: 'tier',
    type: 'options',
    seeded: 'string',
    options: ['gold', 'silver', 'tin'],
    values: ['gold', 'silver'],
  },
  { model: 'contact', name: 'seats', type: 'integer', seeded: 'integer', values: [0, 3, 5] },
  { model: 'contact', name: 'score', type: 'float', seeded: 'float', values: [0.5, 1, -2.25] },
  { model: 'contact', name: 'active', type: 'boolean', seeded: 'boolean', values: [true, false] },
  { model: 'contact', name: 'renewal', type: 'date', seeded: 'date', values: INSTANTS },
  { model: 'contact', name: 'joined', type: 'datetime', seeded: 'datetime', values: INSTANTS },
  { model: 'contact', name: 'Nick name', type: 'string', seeded: 'string', values: ['AL', 'x', '12'] },
  { model: 'company', name: 'arr', type: 'integer', seeded: 'integer', values: [0, 12_000] },
  { model: 'company', name: 'segment', type: 'string', seeded: 'string', values: ['smb', 'corp'] },
];

export const CONTACT_ATTRIBUTES = ATTRIBUTES.filter(({ model }) => model === 'contact');
export const COMPANY_ATTRIBUTES = ATTRIBUTES.filter(({ model }) => model === 'company');
