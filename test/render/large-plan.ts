import type { Change } from '../../src/types/change.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import { sampleChange, samplePlan } from './sample-plan.ts';

const PLANS = ['free', 'pro', 'enterprise'] as const;

/**
 * A plan over many contacts, like a first import and a later correction: of ten, six are created, three change, and one
 * loses a tag, which is shown first and never grouped. With `grave` all of them lose one.
 */
export function largePlan(
  count: number,
  { grave = false, extra = [] as readonly Change[] } = {},
): PlanDocument {
  const changes = Array.from({ length: count }, (_, index) =>
    grave || index % 10 === 9 ? untagged(index) : index % 10 < 6 ? created(index) : moved(index),
  );
  return samplePlan([...extra, ...changes]);
}

function created(index: number): Change {
  return sampleChange({
    address: `contact/beta/customer-${index}`,
    action: 'create',
    fields: {
      'custom_attributes.plan': { after: PLANS[index % 3] ?? 'free' },
      'custom_attributes.seats': { after: index % 97 },
      email: { after: `person${index}@acme.test` },
      external_id: { after: `customer-${index}` },
      name: { after: `Ada ${index} Lovelace` },
      phone: { after: `+3538712${String(index).padStart(6, '0')}` },
      signed_up_at: { after: 1_700_000_000 + index },
      tags: { add: ['beta', 'vip'], remove: [] },
    },
    source: { file: 'data/contacts.csv', row: index + 1 },
    context: { set: 'beta' },
  });
}

function moved(index: number): Change {
  return sampleChange({
    address: `contact/customers/person${index}%40acme.test`,
    action: 'update',
    id: `66b1${index}`,
    reason: 'differs from live',
    fields: { 'custom_attributes.plan': { before: 'free', after: 'pro' } },
    source: { file: 'data/contacts.csv', row: index + 1 },
    context: { set: 'customers' },
  });
}

function untagged(index: number): Change {
  return sampleChange({
    address: `contact/beta/customer-${index}`,
    action: 'update',
    id: `66b1${index}`,
    reason: 'left the set',
    fields: { tags: { add: [], remove: ['beta'] } },
    source: null,
    context: { set: 'beta' },
  });
}
