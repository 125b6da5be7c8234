import type { Json } from '../../../types/json.ts';
import { invalid, resourceNotFound } from '../../errors.ts';
import { asHtml } from '../../html.ts';
import type { Call, Route } from '../../router.ts';
import { V2_12 } from '../../version.ts';
import { adminsOf } from '../admins/store.ts';
import { teamsOf } from '../teams/store.ts';
import { botAuthor, namedAdmin, namedContact } from './people.ts';
import type { ConversationRecord, Part } from './record.ts';
import { answerConversation, messageBody, messageTime, pathConversation } from './routes.ts';
import { addPart, conversationsOf } from './store.ts';

export const conversationReplyRoutes: readonly Route[] = [
  { method: 'POST', path: '/conversations/:id/reply', answer: reply },
  { method: 'POST', path: '/conversations/:id/parts', answer: manage },
  { method: 'POST', path: '/conversations/:id/run_assignment_rules', answer: runAssignmentRules },
];

function reply(call: Call): Json {
  return call.body.type === 'admin' ? replyAsAdmin(call) : replyAsContact(call);
}

/** A note is not seen by the contact, so that the contact waits on. */
function replyAsAdmin(call: Call): Json {
  const { workspace, body } = call;
  const { message_type: kind } = body;
  const record = pathConversation(call);
  const author = namedAdmin(body.admin_id, workspace);
  if (kind !== 'comment' && kind !== 'note' && kind !== 'quick_reply')
    throw invalid('message_type must be comment, note or quick_reply');
  const text = kind === 'quick_reply' ? null : asHtml(messageBody(body.body));
  const part = { part_type: kind, author, body: text, ...readCreated(call) } as const;
  const changes = kind === 'note' ? {} : { waiting_since: null, read: true };
  return answerConversation(addPart(record, part, changes, workspace), call);
}

/** Opens the conversation again where it was not open. `last` names the latest one of the contact. */
function replyAsContact(call: Call): Json {
  const { workspace, body } = call;
  const contact = namedContact(body, workspace);
  const record = call.param('id') === 'last' ? latestOf(contact.id, call) : pathConversation(call);
  const text = body.message_type === 'quick_reply' ? null : asHtml(messageBody(body.body));
  const now = workspace.now();
  const part = {
    part_type: record.state === 'open' ? 'comment' : 'open',
    author: { type: contact.role, id: contact.id },
    body: text,
    ...readCreated(call),
  } as const;
  const changes = {
    state: 'open',
    read: false,
    snoozed_until: null,
    waiting_since: record.waiting_since ?? now,
    first_contact_reply: record.first_contact_reply ?? now,
  } as const;
  return answerConversation(addPart(record, part, changes, workspace), call);
}

function readCreated({ body }: Call): Partial<Pick<Part, 'created_at'>> {
  const created = messageTime(body.created_at);
  return created === undefined ? {} : { created_at: created };
}

function latestOf(contactId: string, { workspace }: Call): ConversationRecord {
  const record = conversationsOf(workspace)
    .all()
    .findLast(({ contacts }) => contacts.includes(contactId));
  if (record === undefined) throw resourceNotFound();
  return record;
}

/** Closes, snoozes, opens or assigns. */
function manage(call: Call): Json {
  const { workspace, body } = call;
  const record = pathConversation(call);
  const author = namedAdmin(body.admin_id, workspace);
  const text = typeof body.body === 'string' && body.body !== '' ? asHtml(body.body) : null;
  const { message_type: kind } = body;
  switch (kind) {
    case 'close':
    case 'open': {
      const state = kind === 'close' ? 'closed' : 'open';
      const changes = {
        state,
        snoozed_until: null,
        ...(kind === 'close' ? { waiting_since: null } : {}),
      } as const;
      return answerConversation(
        addPart(record, { part_type: kind, author, body: text }, changes, workspace),
        call,
      );
    }
    case 'snoozed': {
      const until = messageTime(body.snoozed_until);
      if (until === undefined) throw invalid('snoozed_until must be a time in unix seconds');
      const changes = { state: 'snoozed', snoozed_until: until } as const;
      return answerConversation(addPart(record, { part_type: kind, author }, changes, workspace), call);
    }
    case 'assignment': {
      const assigned = readAssignee(call);
      const part = { part_type: kind, author, body: text, assigned_to: assigned } as const;
      return answerConversation(addPart(record, part, assignment(assigned), workspace), call);
    }
    default:
      throw invalid('message_type must be close, snoozed, open or assignment');
  }
}

/** "Set 0 if you want this assign to no admin or team." */
function readAssignee({ workspace, body }: Call): Part['assigned_to'] {
  const id = String(body.assignee_id);
  if (id === '0') return null;
  const type = body.type === 'team' ? 'team' : 'admin';
  const known = type === 'team' ? teamsOf(workspace).get(id) : adminsOf(workspace).get(id);
  if (known === undefined) throw resourceNotFound();
  return { type, id };
}

function assignment(to: Part['assigned_to']): Partial<ConversationRecord> {
  if (to === null) return { admin_assignee_id: null, team_assignee_id: null };
  return to.type === 'team' ? { team_assignee_id: to.id } : { admin_assignee_id: to.id };
}

/** Up to 2.11. There are no rules, so that nobody is assigned. */
function runAssignmentRules(call: Call): Json {
  const { workspace, version } = call;
  if (version >= V2_12) throw resourceNotFound();
  const part = { part_type: 'default_assignment', author: botAuthor(workspace) } as const;
  return answerConversation(addPart(pathConversation(call), part, {}, workspace), call);
}
