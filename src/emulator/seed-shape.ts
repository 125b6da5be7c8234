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
  },
  required: ['model', 'name', 'data_type'],
};

const COMPANY: Shape = {
  object: {
    id: 'a text',
    company_id: 'a text',
    name: 'a string',
    plan: 'a string',
    size: 'a whole number',
    website: 'a string',
    industry: 'a string',
    monthly_spend: 'a number',
    remote_created_at: 'a whole number',
    created_at: 'a whole number',
    updated_at: 'a whole number',
    last_request_at: 'a whole number',
    custom_attributes: 'an object',
    tags: TEXTS,
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
    avatar: 'a string or null',
    owner_id: { anyOf: ['a string or null', 'a whole number'] },
    signed_up_at: 'a whole number or null',
    last_seen_at: 'a whole number or null',
    unsubscribed_from_emails: 'true or false',
    created_at: 'a whole number',
    updated_at: 'a whole number',
    archived: 'true or false',
    custom_attributes: 'an object',
    tags: TEXTS,
    companies: TEXTS,
    notes: TEXTS,
    observed: 'an object',
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
        // What else `app` of GET /me shows; not kept.
        type: 'a string',
        secure: 'true or false',
        identity_verification: 'true or false',
      },
    },
    admins: {
      list: { object: { id: 'digits', name: 'a string', email: 'a text' }, required: ['id', 'email'] },
    },
    attributes: { list: ATTRIBUTE },
    tags: { list: { anyOf: ['a text', { object: { id: 'digits', name: 'a text' }, required: ['name'] }] } },
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
