import { isJsonObject, type Json, type JsonObject } from '../../../types/json.ts';
import { ApiError, invalid } from '../../errors.ts';
import { asHtml } from '../../html.ts';
import type { Call, Route } from '../../router.ts';
import { showAdmin } from '../admins/show.ts';
import { adminsOf } from '../admins/store.ts';
import { userNotFound } from '../contacts/errors.ts';
import type { ContactRecord } from '../contacts/record.ts';
import { contactsOf } from '../contacts/store.ts';
import { namedAdmin } from '../conversations/people.ts';
import { createConversation, messageBody, messageTime } from '../conversations/routes.ts';
import { beginConversation, conversationsOf } from '../conversations/store.ts';
import { type MessageRecord, messagesOf } from './store.ts';

export const messageRoutes: readonly Route[] = [{ method: 'POST', path: '/messages', answer: createMessage }];

/** From a contact it is a conversation; from an admin a message, which is a conversation only where that is asked for. */
function createMessage(call: Call): Json {
  const from = isJsonObject(call.body.from) ? call.body.from : {};
  return from.type === 'admin' ? messageOfAdmin(from, call) : createConversation(call);
}

function messageOfAdmin(from: JsonObject, call: Call): Json {
  const { workspace, body } = call;
  const { message_type: kind } = body;
  const author = namedAdmin(from.id, workspace);
  if (kind !== 'inapp' && kind !== 'in_app' && kind !== 'email' && kind !== 'conversation')
    throw invalid('message_type must be inapp or email');
  const message: MessageRecord = {
    id: conversationsOf(workspace).nextMessageId(),
    admin_id: author.id,
    to: recipients(body.to, call).map(({ id }) => id),
    message_type: kind === 'email' ? 'email' : 'inapp',
    subject: readSubject(call),
    body: messageBody(body.body),
    created_at: messageTime(body.created_at) ?? workspace.now(),
  };
  messagesOf(workspace).push(message);
  if (body.create_conversation_without_contact_reply === true) {
    const { id, subject } = message;
    const source = {
      id,
      delivered_as: 'admin_initiated',
      subject,
      body: asHtml(message.body),
      author,
    } as const;
    beginConversation(source, message.to, message.created_at, workspace);
  }
  return showMessage(message, call);
}

function readSubject({ body }: Call): string {
  if (typeof body.subject === 'string' && body.subject !== '') return body.subject;
  if (body.message_type !== 'email') return '';
  throw new ApiError({
    status: 422,
    code: 'parameter_not_found',
    message: 'No subject supplied for email message',
  });
}

/** One, or several of them; by Intercom id or by the customer's own. */
function recipients(to: Json | undefined, { workspace }: Call): readonly ContactRecord[] {
  const named = (Array.isArray(to) ? to : [to]).filter((one) => one !== undefined);
  if (named.length === 0) throw invalid('to is required');
  const contacts = contactsOf(workspace);
  return named.map((one) => {
    const { id, user_id: externalId } = isJsonObject(one) ? one : {};
    const contact =
      typeof externalId === 'string'
        ? contacts.usersByExternalId(externalId).find(({ state }) => state === 'live')
        : contacts.live(String(id));
    if (contact === undefined) throw userNotFound();
    return contact;
  });
}

function showMessage(message: MessageRecord, { workspace }: Call): JsonObject {
  const owner = adminsOf(workspace).get(message.admin_id);
  const {
    has_inbox_seat: _seat,
    team_ids: _teams,
    ...shown
  } = owner === undefined ? {} : showAdmin(owner, workspace);
  return {
    type: 'admin_message',
    id: message.id,
    created_at: message.created_at,
    subject: message.subject,
    body: message.body,
    message_type: message.message_type,
    owner: shown,
  };
}
