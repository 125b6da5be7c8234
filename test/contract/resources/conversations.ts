import type { DescribedResource } from '../described-resources.ts';

const CHAT = '/conversations/471';
const NAMED = '/conversations/{conversation_id}';
const FROM = { type: 'user', id: 'ada' };

export const described: DescribedResource = {
  endpoints: [
    'GET /conversations',
    'POST /conversations',
    'POST /conversations/search',
    'GET /conversations/1',
    'PUT /conversations/1',
    'DELETE /conversations/1',
    'POST /conversations/1/reply',
    'POST /conversations/1/parts',
    'POST /conversations/1/customers',
    'DELETE /conversations/1/customers/a',
    'POST /conversations/redact',
    'POST /conversations/1/tags',
    'DELETE /conversations/1/tags/1',
    'POST /messages',
  ],
  onlyForTheToken: ['GET /conversations'],
  examples: [
    ['GET /conversations', '/conversations'],
    ['POST /conversations', '/conversations', { from: FROM, body: 'Hello there' }],
    [
      'POST /conversations/search',
      '/conversations/search',
      { query: { field: 'open', operator: '=', value: true } },
    ],
    [`GET ${NAMED}`, CHAT],
    [`PUT ${NAMED}`, CHAT, { read: true }],
    [`DELETE ${NAMED}`, CHAT],
    [
      `POST ${NAMED}/reply`,
      `${CHAT}/reply`,
      { type: 'user', message_type: 'comment', intercom_user_id: 'ada', body: 'Hi' },
    ],
    [`POST ${NAMED}/parts`, `${CHAT}/parts`, { type: 'admin', message_type: 'close', admin_id: '1' }],
    [
      `POST ${NAMED}/customers`,
      `${CHAT}/customers`,
      { admin_id: '1', customer: { intercom_user_id: 'bob' } },
    ],
    [`DELETE ${NAMED}/customers/{contact_id}`, '/conversations/472/customers/ada', { admin_id: '1' }],
    [
      'POST /conversations/redact',
      '/conversations/redact',
      { type: 'source', conversation_id: '471', source_id: '403918301' },
    ],
    [`POST ${NAMED}/tags`, `${CHAT}/tags`, { id: '81', admin_id: '1' }],
    [`DELETE ${NAMED}/tags/{tag_id}`, `${CHAT}/tags/81`, { admin_id: '1' }],
    ['POST /messages', '/messages', { from: FROM, body: 'heyy' }],
  ],
  seed: {
    conversations: [
      { id: '471', contacts: ['ada'], body: 'Hello', replies: ['Again'], tags: ['Manual tag'] },
      { id: '472', contacts: ['ada', 'bob'], body: 'All of us' },
    ],
  },
  // Some examples show a state, tags and details of a part, some its metadata; one has a number for an id.
  // Ids stand as numbers or made up, where the schemas say text of a length; one of these examples lacks what is required.
  wrongRequests: [
    'POST /conversations: contact_not_found',
    'PUT /conversations/1: update_a_conversation_with_an_association_to_a_custom_object_instance',
    ...['admin_note_reply', 'admin_quick_reply_reply', 'contact_quick_reply_reply'].map(
      (name) => `POST /conversations/1/reply: ${name}`,
    ),
    ...['close', 'snooze', 'open', 'assign'].map(
      (name) => `POST /conversations/1/parts: ${name}_a_conversation`,
    ),
    'POST /conversations/1/parts: not_found',
    ...['attach_a_contact_to_a_conversation', 'not_found'].map(
      (name) => `POST /conversations/1/customers: ${name}`,
    ),
    ...[
      'detach_a_contact_from_a_group_conversation',
      'conversation_not_found',
      'contact_not_found',
      'last_customer',
    ].map((name) => `DELETE /conversations/1/customers/a: ${name}`),
    'POST /conversations/redact: redact_a_conversation_part',
    ...['successful', 'conversation_not_found'].map((name) => `POST /conversations/1/tags: ${name}`),
    ...['successful', 'conversation_not_found', 'tag_not_found'].map(
      (name) => `DELETE /conversations/1/tags/1: ${name}`,
    ),
    ...[
      'user_message_created',
      'lead_message_created',
      'admin_message_created',
      'admin_whatsapp_message_created',
    ].map((name) => `POST /messages: ${name}`),
    ...[
      'no_body_supplied_for_message',
      'no_subject_supplied_for_email_message',
      'no_body_supplied_for_email_message',
    ].map((name) => `POST /messages: ${name}`),
  ],
  differences: [
    /\.conversation_parts\[\]\.(metadata|state|tags|event_details|id)$/,
    /\.custom_attributes\.(issue_type|priority)$/,
  ],
};
