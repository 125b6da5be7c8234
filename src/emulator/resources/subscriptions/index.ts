import type { Resource } from '../../resource.ts';
import { subscriptionRoutes } from './routes.ts';
import { type SubscriptionsSeed, subscriptionsSeed } from './seed.ts';
import { showSubscriptionType } from './show.ts';
import { subscriptionTypesOf } from './store.ts';

/** Subscription types, and what contacts chose of them; only a seed makes types, as only the UI does (intercom 5.6). */
export const subscriptions: Resource<SubscriptionsSeed> = {
  name: 'subscription_types',
  routes: subscriptionRoutes,
  seed: subscriptionsSeed,
  records: (workspace) => subscriptionTypesOf(workspace).all().map(showSubscriptionType),
};
