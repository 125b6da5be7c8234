import { OBSERVED_FIELDS } from '../resources/contacts/record.ts';

/** What a value of the seed must look like; a plain string is a rule that reads as "must be …". */
export type Shape =
  | 'a string'
  | 'a text'
  | 'a string or null'
  | 'a number'
  | 'a whole number'
  | 'a whole number or null'
  | 'true or false'
  | 'digits'
  | 'an object'
  | 'anything'
  | { readonly oneOf: readonly string[] }
  | { readonly anyOf: readonly Shape[] }
  | { readonly list: Shape }
  | ObjectShape;

export interface ObjectShape {
  readonly object: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
}

const TEXTS: Shape = { list: 'a text' };
const MODEL: Shape = { oneOf: ['contact', 'company'] };
const DATA_TYPE: Shape = {
  oneOf: ['string', 'integer', 'float', 'boolean', 'date', 'datetime', 'options'],
};

/** What the API shows beside the fields of a seed: taken, so that its answers can stand in a seed, and not kept. */
function notKept(...names: readonly string[]): Readonly<Record<string, Shape>> {
  return Object.fromEntries(names.map((name) => [name, 'anything']));
}

/** An embedded list of a contact: ids without names (api.md 4.1). */
const EMBEDDED: Shape = {
  object: {
    data: { list: { object: { id: 'a text', ...notKept('type', 'url') }, required: ['id'] } },
    ...notKept('type', 'url', 'total_count', 'has_more'),
  },
  required: ['data'],
};

const TAG: Shape = {
  object: { id: 'digits', name: 'a text', ...notKept('type', 'applied_at', 'applied_by') },
  required: ['name'],
};

const ATTRIBUTE: Shape = {
  object: {
    id: 'a whole number',
    model: MODEL,
    name: 'a text',
    data_type: DATA_TYPE,
    options: { list: { anyOf: ['a text', { object: { value: 'a text' }, required: ['value'] }] } },
    description: 'a string or null',
    messenger_writable: 'true or false',
    archived: 'true or false',
    // A built-in one, which every workspace has, is passed over.
    custom: 'anything',
    ...notKept('type', 'full_name', 'label', 'api_writable', 'ui_writable', 'admin_id'),
    ...notKept('created_at', 'updated_at'),
  },
  required: ['model', 'name', 'data_type'],
};

const COMPANY: Shape = {
  object: {
    id: 'a text',
    company_id: 'a text',
    name: 'a string',
    plan: { anyOf: ['a string', { object: { name: 'a string', ...notKept('type', 'id') } }] },
    size: 'a whole number',
    website: 'a string',
    industry: 'a string',
    monthly_spend: 'a number',
    remote_created_at: 'a whole number',
    created_at: 'a whole number',
    updated_at: 'a whole number',
    last_request_at: 'a whole number',
    custom_attributes: 'an object',
    tags: { anyOf: [TEXTS, { object: { tags: { list: TAG }, ...notKept('type') }, required: ['tags'] }] },
    ...notKept('type', 'app_id', 'session_count', 'user_count', 'segments', 'notes'),
  },
  required: ['company_id'],
};

const CONTACT: Shape = {
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
    observed: 'an object',
    ...notKept(...OBSERVED_FIELDS),
    ...notKept('type', 'workspace_id', 'email_domain', 'formatted_phone', 'merge_history'),
    ...notKept('opted_out_subscription_types', 'opted_in_subscription_types'),
  },
};

/** The shape of EmulatorSeed. */
export const SEED_SHAPE: Shape = {
  object: {
    app: {
      object: {
        id_code: 'a text',
        name: 'a string',
        region: { oneOf: ['US', 'EU', 'AU'] },
        timezone: 'a text',
        created_at: 'a whole number',
        ...notKept('type', 'secure', 'identity_verification'),
      },
    },
    admins: {
      list: {
        object: {
          id: 'digits',
          name: 'a string',
          email: 'a text',
          ...notKept('type', 'avatar', 'job_title', 'away_mode_enabled', 'away_mode_reassign', 'role'),
          ...notKept('away_status_reason_id', 'has_inbox_seat', 'team_ids', 'email_verified', 'app'),
        },
        required: ['id', 'email'],
      },
    },
    attributes: { list: ATTRIBUTE },
    tags: { list: { anyOf: ['a text', TAG] } },
    companies: { list: COMPANY },
    segments: {
      list: {
        object: {
          id: 'a text',
          name: 'a text',
          person_type: { oneOf: ['contact', 'user'] },
          tags: TEXTS,
          attributes: TEXTS,
        },
        required: ['name'],
      },
    },
    contacts: { list: CONTACT },
  },
};
