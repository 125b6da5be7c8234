import { isJsonObject, type Json, type JsonObject } from '../../../types/json.ts';
import { invalid, resourceNotFound } from '../../errors.ts';
import { asHtml } from '../../html.ts';
import type { Call, Route } from '../../router.ts';
import type { Workspace } from '../../workspace.ts';
import { userNotFound } from '../contacts/errors.ts';
import { contactsOf } from '../contacts/store.ts';
import { conversationAttributesOf } from '../conversation-attributes/store.ts';
import { botAuthor } from './people.ts';
import type { ConversationRecord } from './record.ts';
import { showConversation } from './show.ts';
import { addPart, beginConversation, conversationsOf } from './store.ts';

export const conversationRoutes: readonly Route[] = [
  { method: 'POST', path: '/conversations', answer: createConversation },
  {
    method: 'GET',
    path: '/conversations/:id',
    answer: (call) => answerConversation(pathConversation(call), call),
  },
  { method: 'PUT', path: '/conversations/:id', answer: updateConversation },
  { method: 'DELETE', path: '/conversations/:id', answer: deleteConversation },
];

export function pathConversation(call: Call): ConversationRecord {
  const record = conversationsOf(call.workspace).get(call.param('id'));
  if (record === undefined) throw resourceNotFound();
  return record;
}

/** Begins one in the name of a contact; the answer is its first message. */
export function createConversation(call: Call): Json {
  const { workspace, body } = call;
  const from = isJsonObject(body.from) ? body.from : {};
  const contact = contactsOf(workspace).live(String(from.id));
  if (contact === undefined) throw userNotFound();
  const text = messageBody(body.body);
  const createdAt = messageTime(body.created_at) ?? workspace.now();
  const source = {
    id: conversationsOf(workspace).nextMessageId(),
    delivered_as: 'customer_initiated',
    subject: typeof body.subject === 'string' ? body.subject : '',
    body: asHtml(text),
    author: { type: contact.role, id: contact.id },
  } as const;
  const record = beginConversation(source, [contact.id], createdAt, workspace);
  return {
    type: 'user_message',
    id: source.id,
    created_at: createdAt,
    body: text,
    message_type: 'inapp',
    conversation_id: record.id,
  };
}

export function messageBody(value: Json | undefined): string {
  if (typeof value === 'string' && value !== '') return value;
  throw invalid('Body is required');
}

/** Unix seconds, for what is migrated from elsewhere. */
export function messageTime(value: Json | undefined): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
}

/** Title, read and custom attributes; each value that changes is told by a part. */
function updateConversation(call: Call): Json {
  const { workspace, body } = call;
  const before = pathConversation(call);
  const given = isJsonObject(body.custom_attributes) ? body.custom_attributes : {};
  refuseUndeclared(given, workspace);
  let record = conversationsOf(workspace).put({
    ...before,
    read: typeof body.read === 'boolean' ? body.read : before.read,
    title: typeof body.title === 'string' ? body.title : before.title,
    updated_at: workspace.now(),
  });
  for (const [name, value] of Object.entries(given)) {
    const custom_attributes = { ...record.custom_attributes, [name]: value };
    const part = {
      part_type: 'conversation_attribute_updated_by_admin',
      author: botAuthor(workspace),
    } as const;
    record = addPart(record, part, { custom_attributes }, workspace);
  }
  return answerConversation(record, call);
}

/** No fact says what an attribute that does not exist is answered; refused, as one of a contact is. */
function refuseUndeclared(given: JsonObject, workspace: Workspace): void {
  const declared = new Set(
    conversationAttributesOf(workspace)
      .all()
      .filter(({ archived }) => !archived)
      .map(({ name }) => name),
  );
  const unknown = Object.keys(given).find((name) => !declared.has(name));
  if (unknown !== undefined) throw invalid(`Custom attribute '${unknown}' does not exist`);
}

function deleteConversation(call: Call): Json {
  const record = pathConversation(call);
  conversationsOf(call.workspace).remove(record);
  return { id: record.id, object: 'conversation', deleted: true };
}

export function answerConversation(record: ConversationRecord, { workspace }: Pick<Call, 'workspace'>): Json {
  return showConversation(record, workspace);
}
