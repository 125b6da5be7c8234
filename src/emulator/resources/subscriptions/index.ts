import type { Json } from '../../../types/json.ts';
import { resourceNotFound } from '../../errors.ts';
import type { Resource } from '../../resource.ts';
import type { Call } from '../../router.ts';
import { liveContact } from '../contacts/routes.ts';

/** Subscription types are made in the UI only (intercom 5.6), and this workspace has none. */
export const subscriptions: Resource = {
  name: 'subscription_types',
  routes: [
    { method: 'GET', path: '/subscription_types', answer: () => ({ type: 'list', data: [] }) },
    { method: 'GET', path: '/contacts/:id/subscriptions', answer: listSubscriptions },
    { method: 'POST', path: '/contacts/:id/subscriptions', answer: refuseSubscription },
    { method: 'DELETE', path: '/contacts/:id/subscriptions/:subscription_id', answer: refuseSubscription },
  ],
};

function listSubscriptions(call: Call): Json {
  liveContact(call);
  return { type: 'list', data: [] };
}

function refuseSubscription(call: Call): never {
  liveContact(call);
  throw resourceNotFound();
}
