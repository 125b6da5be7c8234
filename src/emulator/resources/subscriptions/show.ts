import type { JsonObject } from '../../../types/json.ts';
import type { SubscriptionTypeRecord } from './store.ts';

/** A subscription type in its one language (intercom 5.6). */
export function showSubscriptionType(type: SubscriptionTypeRecord): JsonObject {
  const translation = { name: type.name, description: type.description, locale: type.locale };
  return {
    type: 'subscription',
    id: type.id,
    state: type.state,
    consent_type: type.consent_type,
    default_translation: translation,
    translations: [translation],
    content_types: [...type.content_types],
  };
}
