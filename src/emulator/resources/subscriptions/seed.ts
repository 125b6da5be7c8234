import { isJsonObject, type Json } from '../../../types/json.ts';
import type { SeedPart } from '../../seed/part.ts';
import { pastedList, pastedText } from '../../seed/pasted.ts';
import { notKept } from '../../seed/shape.ts';
import { checkUnique } from '../../seed/unique.ts';
import type { ContactsSeed } from '../contacts/seed.ts';
import { type SubscriptionTypeRecord, subscriptionTypesOf } from './store.ts';

export interface SubscriptionsSeed {
  readonly subscription_types?: readonly SeedSubscriptionType[];
}

export interface SeedSubscriptionType {
  /** Digits. */
  readonly id?: string;
  readonly name: string;
  readonly description?: string;
  /** Default en. */
  readonly locale?: string;
  /** Default live. */
  readonly state?: SubscriptionTypeRecord['state'];
  /** Default opt_out. */
  readonly consent_type?: SubscriptionTypeRecord['consent_type'];
  /** Default email. */
  readonly content_types?: SubscriptionTypeRecord['content_types'];
}

export const subscriptionsSeed: SeedPart<SubscriptionsSeed & ContactsSeed> = {
  shape: {
    list: {
      object: {
        id: 'digits',
        name: 'a text',
        description: 'a string',
        locale: 'a text',
        state: { oneOf: ['live', 'draft', 'archived'] },
        consent_type: { oneOf: ['opt_out', 'opt_in'] },
        content_types: { list: { oneOf: ['email', 'sms_message'] } },
        ...notKept('type', 'default_translation', 'translations'),
      },
    },
  },
  plain: (part) => (Array.isArray(part) ? pastedList(part).map(plainType) : part),
  check({ subscription_types = [], contacts = [] }, report) {
    checkUnique(subscription_types, 'subscription_types', ['id'], report);
    for (const [position, { name }] of subscription_types.entries())
      if (name === undefined) report(`subscription_types[${position}].name`, 'is missing');
    const known = new Set(subscription_types.map(({ id }) => id));
    for (const [position, { subscriptions = [] }] of contacts.entries()) {
      const unknown = subscriptions.find((id) => !known.has(id));
      if (unknown !== undefined)
        report(
          `contacts[${position}].subscriptions`,
          `no subscription type "${unknown}" in subscription_types`,
        );
    }
  },
  load({ subscription_types = [] }, workspace) {
    const types = subscriptionTypesOf(workspace);
    for (const { id, ...given } of subscription_types) {
      types.put({
        id: id ?? types.nextId(),
        name: given.name,
        description: given.description ?? '',
        locale: given.locale ?? 'en',
        state: given.state ?? 'live',
        consent_type: given.consent_type ?? 'opt_out',
        content_types: given.content_types ?? ['email'],
      });
    }
  },
};

/** The API shows name and description in a translation. */
function plainType(item: Json): Json {
  if (!isJsonObject(item) || item.default_translation === undefined) return item;
  const { default_translation: shown } = item;
  return {
    name: pastedText(shown, 'name'),
    description: pastedText(shown, 'description'),
    locale: pastedText(shown, 'locale'),
    ...item,
  };
}
