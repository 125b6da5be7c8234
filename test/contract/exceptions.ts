import { asNode, type SchemaNode } from './openapi-schema.ts';

/** One place where the official description cannot be taken literally (intercom 12). */
export interface Exception {
  readonly name: string;
  /** Item of intercom 12 that it cites. */
  readonly item: 1 | 2 | 3 | 5 | 6 | 11 | 12;
  /** What is allowed here although a literal reading refuses it. */
  readonly relaxes: string;
  /** Changes a schema of the description before it is used. `pointer` is its JSON pointer. */
  readonly rewrite?: (node: SchemaNode, pointer: string) => SchemaNode;
  /** Statuses that may answer any call although they are not listed for it. */
  readonly statuses?: ReadonlySet<number>;
  /** Query parameters that an operation takes although it does not list them, by operation name. */
  readonly query?: Readonly<Record<string, Readonly<Record<string, SchemaNode>>>>;
}

/**
 * All exceptions. Items 4, 7, 8, 9 and 10 of intercom 12 need none: 4 is about headers, which the description leaves open,
 * and 7 to 10 are open questions, about which the description refuses nothing either.
 */
export const EXCEPTIONS: readonly Exception[] = [
  {
    name: 'tag-branches-overlap',
    item: 1,
    relaxes: 'the oneOf of POST /tags is an anyOf: tagging and untagging match several branches',
    rewrite: atPointers(['/paths/~1tags/post/requestBody/content/application~1json/schema'], anyBranch),
  },
  {
    name: 'attribute-branches-overlap',
    item: 1,
    relaxes: 'the oneOf of PUT /data_attributes/{id} is an anyOf: a body with options matches both branches',
    rewrite: atPointers(['/components/schemas/update_data_attribute_request'], anyBranch),
  },
  {
    name: 'uri-formats',
    item: 2,
    relaxes: 'format uri says nothing: it stands on relative paths and on a type',
    rewrite: (node) => (node['format'] === 'uri' ? without(node, 'format') : node),
  },
  {
    name: 'unlisted-errors',
    item: 3,
    relaxes: 'the 4xx and 5xx of intercom 1.5 and 1.6 may answer any call, with the error schema',
    statuses: new Set([400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 415, 422, 429, 500, 502, 503, 504]),
  },
  {
    name: 'null-email',
    item: 3,
    relaxes: 'the email of an answered contact may be null',
    rewrite: atPointers(['/components/schemas/contact/properties/email'], (node) => ({
      ...node,
      nullable: true,
    })),
  },
  {
    name: 'request-id-format',
    item: 5,
    relaxes: 'the request_id of an error is any string, not a UUID',
    rewrite: atPointers(['/components/schemas/error/properties/request_id'], (node) =>
      without(node, 'format'),
    ),
  },
  {
    name: 'contact-companies-paging',
    item: 6,
    relaxes:
      'GET /contacts/{id}/companies takes page and per_page; its companies may stand under data, checked alike',
    query: {
      'GET /contacts/{contact_id}/companies': { page: { type: 'integer' }, per_page: { type: 'integer' } },
    },
    rewrite: atPointers(['/components/schemas/contact_attached_companies'], (node) => {
      const properties = asNode(node['properties'], 'contact_attached_companies');
      return { ...node, properties: { ...properties, data: properties['companies'] } };
    }),
  },
  {
    name: 'company-attribute-values',
    item: 11,
    relaxes:
      'custom_attributes of a company hold what intercom 3.5 allows: strings, numbers, booleans and null',
    rewrite: atPointers(
      ['company', 'create_or_update_company_request', 'update_company_request'].map(
        (name) => `/components/schemas/${name}/properties/custom_attributes/additionalProperties`,
      ),
      (node) => ({
        anyOf: [node, { type: 'number' }, { type: 'boolean' }],
        nullable: true,
      }),
    ),
  },
  {
    name: 'conversation-nulls',
    item: 12,
    relaxes: 'what a conversation or a part of one has none of is null, as in every example',
    rewrite: atPointers(
      [
        '/components/schemas/conversation/properties/ai_agent',
        '/components/schemas/conversation_list_item/properties/ai_agent',
        ...['assigned_to', 'email_message_metadata', 'event_details'].map(
          (name) => `/components/schemas/conversation_part/properties/${name}`,
        ),
      ],
      (node) => ({ anyOf: [without(node, 'nullable')], nullable: true }),
    ),
  },
  {
    name: 'conversation-sender',
    item: 12,
    relaxes: 'the id of who begins a conversation is an Intercom id, no UUID',
    rewrite: atPointers(
      ['/components/schemas/create_conversation_request/properties/from/properties/id'],
      (node) => without(node, 'format'),
    ),
  },
  {
    name: 'conversation-numbers',
    item: 12,
    relaxes: 'the id of a part and the attribute of a custom object may be numbers, as in an example each',
    rewrite: atPointers(
      [
        '/components/schemas/conversation_part/properties/id',
        '/components/schemas/custom_object_instance/properties/custom_attributes/additionalProperties',
      ],
      (node) => ({ anyOf: [node, { type: 'number' }] }),
    ),
  },
];

function atPointers(
  pointers: readonly string[],
  change: (node: SchemaNode) => SchemaNode,
): (node: SchemaNode, pointer: string) => SchemaNode {
  return (node, pointer) => (pointers.includes(pointer) ? change(node) : node);
}

function anyBranch(node: SchemaNode): SchemaNode {
  return { ...without(node, 'oneOf'), anyOf: node['oneOf'] };
}

function without(node: SchemaNode, key: string): SchemaNode {
  return Object.fromEntries(Object.entries(node).filter(([name]) => name !== key));
}
