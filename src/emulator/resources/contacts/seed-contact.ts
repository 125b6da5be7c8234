import type { Json, JsonObject } from '../../../types/json.ts';
import { notKept, type SeedShape, TEXTS } from '../../seed/shape.ts';
import { OBSERVED_FIELDS } from './record.ts';

export interface SeedContact {
  /** 24 hex characters as Intercom's; any other text is taken too. */
  readonly id?: string;
  /** Default user. */
  readonly role?: 'user' | 'lead';
  /** Of users; leads have a random UUID unless it is given. */
  readonly external_id?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly name?: string | null;
  /** URL. */
  readonly avatar?: string | null;
  readonly owner_id?: string | number | null;
  readonly signed_up_at?: number | null;
  readonly last_seen_at?: number | null;
  readonly unsubscribed_from_emails?: boolean;
  readonly created_at?: number;
  readonly updated_at?: number;
  readonly archived?: boolean;
  readonly custom_attributes?: JsonObject;
  /** Names; made when missing. */
  readonly tags?: readonly string[];
  /** company_ids of `companies`. */
  readonly companies?: readonly string[];
  /** Bodies. */
  readonly notes?: readonly string[];
  /** Ids of `subscription_types` that the contact opted out of, or into. */
  readonly subscriptions?: readonly string[];
  /** What Intercom itself observes: location, browser, last_contacted_at and so on. */
  readonly observed?: Readonly<Record<string, Json>>;
}

/** An embedded list of a contact: ids without names (intercom 4.1). */
const EMBEDDED: SeedShape = {
  object: {
    data: { list: { object: { id: 'a text', ...notKept('type', 'url') }, required: ['id'] } },
    ...notKept('type', 'url', 'total_count', 'has_more'),
  },
  required: ['data'],
};

export const CONTACT_SHAPE: SeedShape = {
  object: {
    id: 'a text',
    role: { oneOf: ['user', 'lead'] },
    external_id: 'a string or null',
    email: 'a string or null',
    phone: 'a string or null',
    name: 'a string or null',
    avatar: {
      anyOf: ['a string or null', { object: { image_url: 'a string or null', ...notKept('type') } }],
    },
    owner_id: { anyOf: ['a string or null', 'a whole number'] },
    signed_up_at: 'a whole number or null',
    last_seen_at: 'a whole number or null',
    unsubscribed_from_emails: 'true or false',
    created_at: 'a whole number',
    updated_at: 'a whole number',
    archived: 'true or false',
    custom_attributes: 'an object',
    tags: { anyOf: [TEXTS, EMBEDDED] },
    companies: { anyOf: [TEXTS, EMBEDDED] },
    notes: { anyOf: [TEXTS, EMBEDDED] },
    subscriptions: TEXTS,
    observed: 'an object',
    ...notKept(...OBSERVED_FIELDS),
    ...notKept('type', 'workspace_id', 'email_domain', 'formatted_phone', 'merge_history'),
    ...notKept('opted_out_subscription_types', 'opted_in_subscription_types'),
  },
};
