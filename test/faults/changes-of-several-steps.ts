import type { EmulatorSeed } from '../../src/emulator/index.ts';
import type { Json, JsonObject } from '../../src/types/json.ts';
import type { Document } from '../properties/manifests.ts';

interface Scenario {
  readonly seed?: EmulatorSeed;
  readonly documents: readonly Document[];
  /** How many writes it takes at least: with fewer the scenario is not the one that its name says. */
  readonly writes: number;
}

export function set(name: string, contacts: readonly Json[], more: JsonObject = {}): Document {
  const head = { apiVersion: 'interform/v1', kind: 'ContactSet', name, ...more };
  return { head, list: { key: 'contacts', items: contacts } };
}

export function merges(...items: readonly JsonObject[]): Document {
  return { head: { apiVersion: 'interform/v1', kind: 'Merges' }, list: { key: 'merges', items } };
}

function manifest(kind: string, more: JsonObject): Document {
  return { head: { apiVersion: 'interform/v1', kind, ...more } };
}

export const tags = (...names: string[]) => manifest('Tags', { tags: names });
export const companies = (entries: JsonObject) => manifest('Companies', { companies: entries });
const attributes = (entries: JsonObject) =>
  manifest('DataAttributes', { model: 'contact', attributes: entries });
const plan = { model: 'contact', name: 'plan', data_type: 'string' } as const;

export const ada = { external_id: 'ada', email: 'ada@acme.test' };
export const grace = { external_id: 'grace', email: 'grace@acme.test' };
export const lead = (id: string, email: string | null, more: JsonObject = {}) => ({
  id,
  role: 'lead' as const,
  email,
  ...more,
});
const absorb = { identity: { leads: 'absorb' } };
export const prune = (owner_tag: string, action = 'untag') => ({ prune: { owner_tag, action } });

const formerTags = (name: string, ...was: readonly string[]) => manifest('Tags', { tags: [{ name, was }] });

/** Every change of more than one step, and changes that need each other: a new kind with such changes belongs here. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'an attribute with options and a description, then a value': {
    documents: [
      attributes({ plan: { type: 'options', options: ['free', 'pro'], description: 'Billing plan' } }),
      set('people', [{ ...ada, custom_attributes: { plan: 'pro' } }]),
    ],
    writes: 2,
  },
  'a tag that is renamed, and another that gives way to it on people and companies': {
    seed: {
      tags: ['VIP customers', 'V.I.P.'],
      companies: [
        { company_id: 'acme', name: 'Acme', tags: ['V.I.P.'] },
        { company_id: 'globex', name: 'Globex', tags: ['V.I.P.', 'VIP customers'] },
      ],
      contacts: [
        { role: 'user', ...ada, tags: ['V.I.P.'] },
        { role: 'user', external_id: 'zoe', tags: ['V.I.P.', 'VIP customers'] },
        { role: 'user', external_id: 'ivan', tags: ['V.I.P.'] },
        lead('650000000000000000000009', 'eve@acme.test', { tags: ['V.I.P.', 'VIP customers'] }),
      ],
    },
    documents: [
      formerTags('vip', 'VIP customers', 'V.I.P.'),
      companies({ acme: { name: 'Acme Ltd' } }),
      set('people', [ada, grace, { role: 'lead', email: 'eve@acme.test' }]),
    ],
    writes: 11,
  },
  'a ticket type, its attributes, and one that comes with it': {
    documents: [
      manifest('TicketTypes', {
        ticket_types: {
          'Bug report': {
            category: 'Tracker',
            attributes: {
              Severity: { type: 'list', options: ['Low', 'High'] },
              Steps: { type: 'string', multiline: true },
              _default_title_: { required_to_create: true },
            },
          },
        },
      }),
    ],
    writes: 4,
  },
  'a conversation attribute that is described, and whose options are renamed, added and dropped': {
    seed: {
      conversation_attributes: [{ name: 'Root cause', data_type: 'list', options: ['Bug', 'HowTo', 'Spam'] }],
    },
    documents: [
      manifest('ConversationAttributes', {
        attributes: {
          'Root cause': {
            type: 'list',
            options: ['Bug', 'Question', { label: 'How-to', was: ['HowTo'] }],
            description: 'Why they wrote',
          },
        },
      }),
    ],
    writes: 4,
  },
  'an attribute that comes back with other options, and a value': {
    seed: {
      attributes: [{ ...plan, options: ['free', 'pro'], archived: true }],
      contacts: [ada],
    },
    documents: [
      attributes({ plan: { type: 'options', options: ['free', 'max'], description: 'Billing plan' } }),
      set('people', [{ ...ada, custom_attributes: { plan: 'max' } }]),
    ],
    writes: 2,
  },
  'a company, its tags and who is attached': {
    documents: [
      tags('vip', 'beta'),
      companies({ acme: { name: 'Acme', tags: ['vip', 'beta'] } }),
      set('people', [
        { ...ada, companies: ['acme'] },
        { ...grace, companies: ['acme'] },
      ]),
    ],
    writes: 9,
  },
  'a user with owner tag, tags and companies': {
    documents: [
      tags('vip', 'beta'),
      companies({ acme: { name: 'Acme' }, bolt: { name: 'Bolt' } }),
      set('people', [{ ...ada, tags: ['beta'], companies: ['acme', 'bolt'] }], {
        defaults: { tags: ['vip'] },
        ...prune('set-people'),
      }),
    ],
    writes: 11,
  },
  'a lead with owner tag, tags and companies': {
    documents: [
      tags('vip'),
      companies({ acme: { name: 'Acme' } }),
      set('people', [{ role: 'lead', email: 'ada@acme.test', tags: ['vip'], companies: ['acme'] }], {
        ...prune('set-people'),
      }),
    ],
    writes: 7,
  },
  'who left a set that untags': {
    seed: {
      tags: ['vip', 'beta', 'set-a', 'set-people'],
      contacts: [
        { ...ada, tags: ['vip', 'beta', 'set-a'] },
        { ...grace, tags: ['vip', 'beta', 'set-a'] },
        lead('lead_alan', 'alan@acme.test', { tags: ['vip', 'set-a'] }),
      ],
    },
    documents: [set('people', [ada], { defaults: { tags: ['vip', 'beta'] }, ...prune('set-a') })],
    writes: 5,
  },
  'who left two sets that untag and share a tag': {
    seed: {
      tags: ['vip', 'beta', 'pro', 'set-a', 'set-b'],
      contacts: [
        { ...ada, tags: ['vip', 'beta', 'pro', 'set-a', 'set-b'] },
        { ...grace, tags: ['vip', 'beta', 'pro', 'set-a', 'set-b'] },
      ],
    },
    documents: [
      set('people', [ada], { defaults: { tags: ['vip', 'beta'] }, ...prune('set-a') }),
      set('others', [ada], { defaults: { tags: ['vip', 'pro'] }, ...prune('set-b') }),
    ],
    writes: 5,
  },
  'who left a set that archives': {
    seed: {
      tags: ['vip', 'set-a', 'set-b'],
      contacts: [
        { ...ada, tags: ['set-a', 'set-b', 'vip'] },
        { ...grace, tags: ['vip', 'set-a'] },
        { external_id: 'alan', tags: ['set-a', 'set-b', 'vip'] },
      ],
    },
    documents: [
      set('people', [ada], { defaults: { tags: ['vip'] }, ...prune('set-a', 'archive') }),
      set('others', [ada], { ...prune('set-b', 'archive') }),
    ],
    writes: 2,
  },
  'who left a set that archives and one that untags': {
    seed: {
      tags: ['vip', 'set-a', 'set-b', 'set-c'],
      contacts: [
        { ...ada, tags: ['set-a', 'set-b', 'set-c', 'vip'] },
        { ...grace, tags: ['vip', 'set-a', 'set-b', 'set-c'] },
      ],
    },
    documents: [
      set('untagging', [ada], { defaults: { tags: ['vip'] }, ...prune('set-a') }),
      set('archiving', [ada], { defaults: { tags: ['vip'] }, ...prune('set-b', 'archive') }),
      set('leaving', [ada], { ...prune('set-c', 'archive') }),
    ],
    writes: 4,
  },
  'who left a set that untags, and the last member is archived': {
    seed: {
      tags: ['vip', 'set-a'],
      contacts: [
        { ...ada, tags: ['vip', 'set-a'] },
        { ...grace, tags: ['vip', 'set-a'] },
        { external_id: 'alan', tags: ['set-a'] },
      ],
    },
    documents: [
      set('people', [{ ...ada, archived: true }], { defaults: { tags: ['vip'] }, ...prune('set-a') }),
    ],
    writes: 4,
  },
  'who left sets that archive, and the last member is archived': {
    seed: {
      tags: ['set-a', 'set-b'],
      contacts: [
        { ...ada, tags: ['set-a', 'set-b'] },
        { ...grace, tags: ['set-a', 'set-b'] },
        { external_id: 'alan', tags: ['set-b'] },
      ],
    },
    documents: [
      set('people', [{ ...ada, archived: true }], { ...prune('set-a', 'archive') }),
      set('others', [{ ...ada, archived: true }], { ...prune('set-b', 'archive') }),
    ],
    writes: 3,
  },
  'exact lists that lose and gain': {
    seed: {
      tags: ['vip', 'beta', 'pro'],
      companies: [
        { company_id: 'acme', name: 'Acme' },
        { company_id: 'bolt', name: 'Bolt' },
      ],
      contacts: [{ ...ada, tags: ['vip', 'beta'], companies: ['acme'] }],
    },
    documents: [
      tags('vip', 'beta', 'pro'),
      companies({ acme: { name: 'Acme' }, bolt: { name: 'Bolt' } }),
      set('people', [{ ...ada, name: 'Ada', tags: ['pro'], companies: ['bolt'] }], {
        policy: { tags: 'exact', companies: 'exact' },
      }),
    ],
    writes: 6,
  },
  'a new user that leads merge into, with values to clear afterwards': {
    seed: {
      attributes: [plan],
      contacts: [
        lead('lead_1', 'ada@acme.test', { name: 'Visitor', phone: '+353871234567' }),
        lead('lead_2', 'ada@acme.test', { custom_attributes: { plan: 'pro' } }),
      ],
    },
    documents: [
      set('people', [{ ...ada, name: null, custom_attributes: { plan: null } }]),
      merges(
        { from: { id: 'lead_1' }, into: { external_id: 'ada' } },
        { from: { id: 'lead_2' }, into: { external_id: 'ada' } },
      ),
    ],
    writes: 4,
  },
  'a lead that is converted and tagged': {
    seed: { contacts: [lead('lead_1', 'ada@acme.test', { name: 'Visitor' })] },
    documents: [
      tags('vip'),
      set('people', [{ ...ada, name: 'Ada', tags: ['vip'] }], { ...absorb, ...prune('set-people') }),
    ],
    writes: 5,
  },
  'a conversion in two halves, around merges': {
    seed: {
      contacts: [
        lead('lead_1', 'ada@acme.test', { created_at: 1_700_000_000 }),
        lead('lead_2', 'ada@acme.test', { created_at: 1_700_000_100, name: 'Visitor' }),
        lead('lead_3', 'ADA@acme.test', { created_at: 1_700_000_200, phone: '+353871234567' }),
      ],
    },
    documents: [
      tags('vip'),
      set('people', [{ ...ada, name: null, phone: null, tags: ['vip'] }], {
        ...absorb,
        ...prune('set-people'),
      }),
    ],
    writes: 8,
  },
  'a conversion by an email alone, around a merge': {
    seed: {
      contacts: [
        lead('lead_1', 'ada@acme.test', { created_at: 1_700_000_000 }),
        lead('lead_2', 'ada@acme.test', { created_at: 1_700_000_100, name: 'Visitor' }),
      ],
    },
    documents: [set('people', [{ email: 'ada@acme.test', name: null }], absorb)],
    writes: 3,
  },
  'a conversion by id, with the email declared': {
    seed: {
      contacts: [lead('lead_1', 'ada@acme.test'), lead('lead_2', 'ada@acme.test', { name: 'Visitor' })],
    },
    documents: [set('people', [{ id: 'lead_1', email: 'ada@acme.test' }], absorb)],
    writes: 2,
  },
  'several leads that a user absorbs': {
    seed: {
      tags: ['vip'],
      contacts: [
        { ...ada, name: 'Ada' },
        lead('lead_1', 'ada@acme.test', { tags: ['vip'] }),
        lead('lead_2', 'ada@acme.test', { phone: '+353871234567' }),
        lead('lead_3', 'ada@acme.test'),
      ],
    },
    documents: [
      tags('vip', 'beta'),
      set('people', [{ ...ada, name: 'Ada L.', phone: null, tags: ['beta'] }], {
        ...absorb,
        policy: { tags: 'exact' },
      }),
    ],
    writes: 7,
  },
  'a user that is adopted by its email and absorbs a lead': {
    seed: { contacts: [{ email: 'ada@acme.test' }, lead('lead_1', 'ada@acme.test', { name: 'Visitor' })] },
    documents: [set('people', [{ ...ada, name: null }], absorb)],
    writes: 2,
  },
  'an email that a merge needs first': {
    seed: {
      contacts: [
        { external_id: 'ada', email: 'old@acme.test', name: 'A.' },
        lead('lead_1', 'ada@acme.test', { phone: '+353871234567' }),
      ],
    },
    documents: [
      set('people', [{ ...ada, name: 'Ada', phone: null }]),
      merges({ from: { id: 'lead_1' }, into: { external_id: 'ada' } }),
    ],
    writes: 3,
  },
  'a phone that a merge needs first': {
    seed: {
      contacts: [
        { external_id: 'ada', name: 'A.' },
        lead('lead_1', null, { phone: '+353871234567', name: 'Visitor' }),
      ],
    },
    documents: [
      set('people', [{ external_id: 'ada', phone: '+353871234567', name: null }]),
      merges({ from: { phone: '+353871234567' }, into: { external_id: 'ada' } }),
    ],
    writes: 3,
  },
  'an email that a merge needs first, of a user that is named by it': {
    seed: {
      contacts: [{ external_id: 'ada', email: 'old@acme.test' }, lead('lead_1', 'ada@acme.test')],
    },
    documents: [set('people', [ada]), merges({ from: { id: 'lead_1' }, into: { email: 'ada@acme.test' } })],
    writes: 2,
  },
  'an email that absorbing needs first': {
    seed: {
      contacts: [
        { external_id: 'ada', email: 'old@acme.test' },
        lead('lead_1', 'ada@acme.test', { phone: '+353871234567' }),
        lead('lead_2', 'ada@acme.test', { name: 'Visitor' }),
      ],
    },
    documents: [set('people', [{ ...ada, phone: null }], absorb)],
    writes: 4,
  },
  'a merge into a lead that is converted, named by its email': {
    seed: {
      contacts: [
        lead('lead_1', 'ada@acme.test'),
        lead('lead_2', 'other@acme.test', { name: 'Other', phone: '+353871234567' }),
      ],
    },
    documents: [
      set('people', [{ ...ada, name: null }], absorb),
      merges({
        from: { email: 'other@acme.test' },
        into: { email: 'ada@acme.test' },
        skip_duplicate_validation: true,
      }),
    ],
    writes: 3,
  },
  'an email that a merge needs last': {
    seed: {
      contacts: [
        lead('lead_1', 'ada@acme.test', { created_at: 1_700_000_000 }),
        lead('lead_2', 'ada@acme.test', { created_at: 1_700_000_100, name: 'Visitor' }),
      ],
    },
    documents: [
      set('people', [ada], absorb),
      set('renaming', [{ external_id: 'ada', email: 'new@acme.test' }], { ...absorb, precedence: 1 }),
    ],
    writes: 3,
  },
  'a lead that another set makes a user of': {
    seed: { tags: ['vip'], contacts: [lead('lead_1', 'ada@acme.test'), lead('lead_2', 'ada@acme.test')] },
    documents: [
      tags('vip'),
      set('people', [ada], { ...absorb, ...prune('set-a') }),
      set('visitors', [{ id: 'lead_1', role: 'lead', tags: ['vip'] }], { identity: { leads: 'keep' } }),
    ],
    writes: 5,
  },
  'merges of several leads into one user': {
    seed: {
      contacts: [
        { ...ada },
        lead('lead_1', 'ada@acme.test', { name: 'Visitor' }),
        lead('lead_2', 'ada@acme.test', { phone: '+353871234567' }),
        lead('lead_3', 'other@acme.test', { name: 'Other' }),
      ],
    },
    documents: [
      merges(
        { from: { email: 'ada@acme.test' }, into: { email: 'ada@acme.test' } },
        { from: { id: 'lead_3' }, into: { external_id: 'ada' }, skip_duplicate_validation: true },
      ),
    ],
    writes: 3,
  },
  'an archived user that comes back': {
    seed: {
      tags: ['old'],
      contacts: [{ ...ada, name: 'Old', phone: '+353871234567', archived: true, tags: ['old'] }],
    },
    documents: [
      tags('vip'),
      set('people', [{ ...ada, name: 'Ada', phone: null, tags: ['vip'] }], {
        policy: { on_archived: 'unarchive' },
        ...prune('set-people'),
      }),
    ],
    // One is the create that meets the archived user.
    writes: 7,
  },
  'somebody who is archived beside who is created': {
    seed: { contacts: [grace] },
    documents: [set('people', [{ ...grace, archived: true }, ada])],
    writes: 2,
  },
  'an attribute that is archived beside who loses its value': {
    seed: {
      attributes: [plan, { model: 'contact', name: 'tier', data_type: 'string' }],
      contacts: [{ ...ada, custom_attributes: { plan: 'pro' } }],
    },
    documents: [
      attributes({ plan: { type: 'string', archived: true }, tier: { type: 'string' } }),
      set('people', [{ ...ada, custom_attributes: { tier: 'pro' } }]),
    ],
    writes: 2,
  },
  'people who exchange their emails': {
    seed: { contacts: [ada, grace] },
    documents: [
      set('people', [
        { external_id: 'ada', email: grace.email },
        { external_id: 'grace', email: ada.email },
      ]),
    ],
    writes: 2,
  },
};
