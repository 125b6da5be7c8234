import type { Json } from '../../../types/json.ts';
import { invalid, resourceNotFound } from '../../errors.ts';
import type { Call, Route } from '../../router.ts';
import { liveContact } from '../contacts/routes.ts';
import { contactsOf } from '../contacts/store.ts';
import { showSubscriptionType } from './show.ts';
import { type SubscriptionTypeRecord, subscriptionTypesOf } from './store.ts';

export const subscriptionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/subscription_types',
    answer: ({ workspace }) => answerTypes(subscriptionTypesOf(workspace).all()),
  },
  { method: 'GET', path: '/contacts/:id/subscriptions', answer: listChoices },
  { method: 'POST', path: '/contacts/:id/subscriptions', answer: choose },
  { method: 'DELETE', path: '/contacts/:id/subscriptions/:subscription_id', answer: forget },
];

/** Those that the contact chose; what stands at its default is not listed (intercom 5.6). */
function listChoices(call: Call): Json {
  const types = subscriptionTypesOf(call.workspace);
  return answerTypes(liveContact(call).subscriptions.flatMap((id) => types.get(id) ?? []));
}

/** Opts the contact out of, or into, what the type sends. */
function choose(call: Call): Json {
  const { workspace, body } = call;
  const record = liveContact(call);
  const type = knownType(String(body.id), call);
  if (body.consent_type !== 'opt_in' && body.consent_type !== 'opt_out')
    throw invalid('consent_type must be opt_in or opt_out');
  if (!record.subscriptions.includes(type.id)) {
    const subscriptions = [...record.subscriptions, type.id];
    contactsOf(workspace).put({ ...record, subscriptions, updated_at: workspace.now() });
  }
  return showSubscriptionType(type);
}

/** One that the contact did not choose is answered alike: no fact says otherwise. */
function forget(call: Call): Json {
  const { workspace } = call;
  const record = liveContact(call);
  const type = knownType(call.param('subscription_id'), call);
  if (record.subscriptions.includes(type.id)) {
    const subscriptions = record.subscriptions.filter((id) => id !== type.id);
    contactsOf(workspace).put({ ...record, subscriptions, updated_at: workspace.now() });
  }
  return showSubscriptionType(type);
}

function knownType(id: string, call: Call): SubscriptionTypeRecord {
  const type = subscriptionTypesOf(call.workspace).get(id);
  if (type === undefined) throw resourceNotFound();
  return type;
}

function answerTypes(types: readonly SubscriptionTypeRecord[]): Json {
  return { type: 'list', data: types.map(showSubscriptionType) };
}
