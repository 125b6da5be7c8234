import type { EmulatorSeed } from '../../src/emulator/index.ts';

const id = (number: number) => number.toString(16).padStart(24, '0');

/** A small workspace with one example of everything that an audit finds. */
export const ACME: EmulatorSeed = {
  app: { id_code: 'ecahpwf5', name: 'Acme', region: 'US' },
  attributes: [
    { model: 'contact', name: 'plan', data_type: 'options', options: ['free', 'pro', 'enterprise'] },
    { model: 'contact', name: 'team', data_type: 'string' },
    { model: 'contact', name: 'Team', data_type: 'string' },
    { model: 'contact', name: 'company size', data_type: 'integer' },
    { model: 'contact', name: 'company_size', data_type: 'integer' },
    { model: 'contact', name: 'old', data_type: 'string', archived: true },
    { model: 'company', name: 'arr', data_type: 'float' },
  ],
  tags: ['VIP', 'beta users', 'beta-users', 'unused'],
  contacts: [
    {
      id: id(1),
      external_id: 'customer-1',
      email: 'ada@acme.test',
      custom_attributes: { plan: 'pro', team: 'Pro ', 'company size': 5 },
      tags: ['VIP', 'beta users'],
    },
    {
      id: id(2),
      external_id: 'customer-2',
      email: 'grace@acme.test',
      phone: '+353871234567',
      custom_attributes: { plan: 'entreprise', team: 'PRO', Team: 'core' },
      tags: ['VIP'],
    },
    { id: id(3), email: 'Grace@acme.test', custom_attributes: { plan: 'free', team: 'pro' } },
    { id: id(4), external_id: 'customer-4', phone: '+1 555 010 0123', custom_attributes: { team: 'Ｐｒｏ' } },
    { id: id(11), role: 'lead', email: 'ADA@acme.test', phone: '+353879999999' },
    { id: id(12), role: 'lead', phone: '+353879999999' },
    { id: id(13), role: 'lead', email: 'grace@acme.test' },
    { id: id(14), role: 'lead', email: 'visitor@acme.test', phone: '+15550100123' },
    { id: id(15), role: 'lead', email: 'guest@acme.test' },
    { id: id(16), role: 'lead', email: 'guest@acme.test' },
    { id: id(17), role: 'lead', name: 'Somebody' },
    { id: id(18), role: 'lead', email: 'ada@acme.test', archived: true },
  ],
};

export const contactId = id;

export const MANIFEST = `apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes:
  plan: { type: options, options: [free, pro, enterprise] }
  team: { type: string, sensitive: true }
---
apiVersion: interform/v1
kind: Tags
tags: [vip]
---
apiVersion: interform/v1
kind: ContactSet
name: beta
source: { file: data/not-here.json }
prune: { owner_tag: { name: Beta Users, was: [Early Users] }, action: untag }
`;
