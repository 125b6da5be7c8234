import type { DescribedResource } from '../described-resources.ts';

const CHOICE = { id: '135', consent_type: 'opt_out' };

export const described: DescribedResource = {
  endpoints: [
    'GET /subscription_types',
    'GET /contacts/a/subscriptions',
    'POST /contacts/a/subscriptions',
    'DELETE /contacts/a/subscriptions/1',
  ],
  onlyForTheToken: ['GET /subscription_types'],
  examples: [
    ['GET /subscription_types', '/subscription_types'],
    ['GET /contacts/{contact_id}/subscriptions', '/contacts/ada/subscriptions'],
    ['POST /contacts/{contact_id}/subscriptions', '/contacts/ada/subscriptions', CHOICE],
    ['DELETE /contacts/{contact_id}/subscriptions/{subscription_id}', '/contacts/ada/subscriptions/135'],
  ],
  seed: { subscription_types: [{ id: '135', name: 'Newsletters' }] },
  // These write the id as a number; its own schema says string.
  wrongRequests: [
    'POST /contacts/a/subscriptions: successful',
    'POST /contacts/a/subscriptions: contact_not_found',
  ],
};
