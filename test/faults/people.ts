import type { EmulatorSeed, SeedContact } from '../../src/emulator/index.ts';
import type { Json, JsonObject } from '../../src/types/json.ts';
import type { Document } from '../properties/manifests.ts';
import type { World } from '../properties/world.ts';
import type { Dice } from './dice.ts';

/** An attribute that no manifest declares and that somebody else writes. */
export const UNMANAGED_ATTRIBUTE = 'agent_note';
/** A tag that no manifest mentions. */
export const UNMANAGED_TAG = 'called';

interface Person {
  readonly email: string;
  readonly declared: JsonObject;
  /** The contacts that are live before the first apply. */
  readonly live: readonly SeedContact[];
}

/**
 * A workspace and manifests that fit together: leads known by their email alone, users with and without external_id, people
 * who are live already, as declared or different, leads that are absorbed or merged, and people who left a set.
 */
export function drawWorld(dice: Dice, indexLagMs: number): World {
  const leads = Array.from({ length: dice.between(1, 8) }, (_, index) => drawLead(dice, index));
  const users = Array.from({ length: dice.between(0, 6) }, (_, index) => drawUser(dice, index));
  const merges = Array.from({ length: dice.chance(0.35) ? dice.between(1, 3) : 0 }, (_, index) =>
    drawMerge(dice, index),
  );
  const pruning = dice.chance(0.4) ? dice.one(['untag', 'archive'] as const) : null;
  const leavers = pruning === null ? [] : Array.from({ length: dice.between(1, 4) }, (_, i) => drawLeaver(i));
  const absorbs = users.some(({ live }) => live.some(({ role }) => role === 'lead'));

  const documents: Document[] = [
    {
      head: { apiVersion: 'interform/v1', kind: 'DataAttributes', model: 'contact' },
      map: {
        key: 'attributes',
        entries: {
          plan: { type: 'options', options: ['free', 'pro'] },
          seats: { type: 'integer', description: 'How many they pay for' },
        },
      },
    },
    {
      head: { apiVersion: 'interform/v1', kind: 'Tags' },
      list: { key: 'tags', items: ['vip', 'beta'] },
    },
    {
      head: { apiVersion: 'interform/v1', kind: 'Companies' },
      map: {
        key: 'companies',
        entries: { acme: { name: 'Acme', size: 120, tags: ['vip'] }, bombe: { name: 'Bombe Works' } },
      },
    },
    contactSet('visitors', leads, { defaults: { role: 'lead' } }),
  ];
  if (users.length > 0) {
    const policy: JsonObject = {
      ...(dice.chance(0.4) ? { tags: 'exact', companies: 'exact' } : {}),
      on_archived: 'unarchive',
    };
    const more: JsonObject = {
      policy,
      ...(absorbs ? { identity: { leads: 'absorb' } } : {}),
      ...(pruning === null ? {} : { prune: { owner_tag: 'set-customers', action: pruning } }),
    };
    documents.push(contactSet('customers', users, more));
  }
  if (merges.length > 0)
    documents.push({
      head: { apiVersion: 'interform/v1', kind: 'Merges' },
      list: { key: 'merges', items: merges.map(({ declared }) => declared) },
    });

  const known = dice.chance(0.5);
  const contacts = [...leads, ...users, ...merges].flatMap(({ live }) => live);
  const seed: EmulatorSeed = {
    app: { id_code: 'ecahpwf5', name: 'Acme', region: 'US', timezone: 'Europe/Dublin' },
    attributes: [
      { model: 'contact', name: UNMANAGED_ATTRIBUTE, data_type: 'string' },
      ...(known
        ? ([
            { model: 'contact', name: 'plan', data_type: 'options', options: ['free', 'pro'] },
            { model: 'contact', name: 'seats', data_type: 'integer' },
          ] as const)
        : []),
    ],
    tags: [UNMANAGED_TAG, ...(dice.chance(0.5) ? ['vip'] : [])],
    companies: dice.chance(0.5) ? [{ company_id: 'acme', name: 'Acme Inc', size: 100 }] : [],
    contacts: [...contacts, ...(users.length > 0 ? leavers : [])].map((contact, index) => ({
      id: `64f0${String(index).padStart(20, '0')}`,
      created_at: SEEDED_AT,
      updated_at: SEEDED_AT,
      ...contact,
    })),
  };
  return { seed, documents, files: dice.between(1, 3), indexLagMs };
}

/** 1 June 2026, before any clock of these tests. */
const SEEDED_AT = 1_780_272_000;

function drawLead(dice: Dice, index: number): Person {
  const email = `visitor-${index}@acme.test`;
  const declared: JsonObject = { email, ...drawFields(dice, `Visitor ${index}`), ...drawLists(dice) };
  const live: SeedContact[] = dice.chance(0.25) ? [{ role: 'lead', email, name: 'Somebody' }] : [];
  return { email, declared, live };
}

function drawUser(dice: Dice, index: number): Person {
  const email = `customer-${index}@acme.test`;
  const external_id = `customer-${index}`;
  const by = dice.one(['both', 'both', 'external_id', 'email'] as const);
  const keys: JsonObject =
    by === 'email' ? { email } : by === 'external_id' ? { external_id } : { external_id, email };
  const declared: JsonObject = {
    ...keys,
    ...drawFields(dice, `Customer ${index}`),
    ...drawLists(dice),
    // A set without live members prunes nobody, so somebody stays.
    ...(dice.chance(0.08) && index > 0 ? { archived: true } : {}),
  };
  const live = (): SeedContact[] => {
    switch (dice.one(['none', 'none', 'same', 'lead', 'user and lead', 'without external_id', 'archived'])) {
      case 'same':
        return [{ ...keys, name: 'Somebody', tags: dice.chance(0.5) ? ['vip'] : [] }];
      case 'lead':
        return by === 'external_id' ? [] : [{ role: 'lead', email, name: 'A visitor' }];
      case 'user and lead':
        return by === 'external_id' ? [keys] : [keys, { role: 'lead', email, phone: `+3538712345${index}0` }];
      case 'without external_id':
        return by === 'external_id' ? [] : [{ email, name: 'Somebody' }];
      case 'archived':
        return by === 'email' || declared['archived'] === true ? [] : [{ ...keys, archived: true }];
      default:
        return [];
    }
  };
  return { email, declared, live: live() };
}

/** A lead that a manifest merges into a live user. */
function drawMerge(dice: Dice, index: number): Person {
  const email = `lead-${index}@acme.test`;
  const user = {
    external_id: `merged-${index}`,
    email: dice.chance(0.5) ? email : `user-${index}@acme.test`,
  };
  const lead: SeedContact = { role: 'lead', email, name: 'A visitor', tags: dice.chance(0.5) ? ['vip'] : [] };
  const declared: JsonObject = {
    from: { email },
    into: { external_id: user.external_id },
    ...(user.email === email ? {} : { skip_duplicate_validation: true }),
  };
  return { email, declared, live: [user, lead] };
}

function drawLeaver(index: number): SeedContact {
  const tags = ['set-customers', ...(index % 2 === 0 ? ['beta'] : [])];
  return { external_id: `leaver-${index}`, email: `leaver-${index}@acme.test`, tags };
}

function drawFields(dice: Dice, name: string): JsonObject {
  const custom: Record<string, Json> = {};
  if (dice.chance(0.4)) custom['plan'] = dice.one(['free', 'pro']);
  if (dice.chance(0.4)) custom['seats'] = dice.between(0, 5);
  return {
    ...(dice.chance(0.8) ? { name } : {}),
    ...(Object.keys(custom).length > 0 ? { custom_attributes: custom } : {}),
  };
}

function drawLists(dice: Dice): JsonObject {
  return {
    ...(dice.chance(0.4) ? { tags: dice.one([['vip'], ['beta'], ['vip', 'beta']]) } : {}),
    ...(dice.chance(0.25) ? { companies: dice.one([['acme'], ['bombe'], ['acme', 'bombe']]) } : {}),
  };
}

function contactSet(name: string, people: readonly Person[], more: JsonObject): Document {
  return {
    head: {
      apiVersion: 'interform/v1',
      kind: 'ContactSet',
      name,
      ...more,
      ...(name === 'customers' ? { defaults: { tags: ['beta'] } } : {}),
    },
    list: { key: 'contacts', items: people.map(({ declared }) => declared) },
  };
}
