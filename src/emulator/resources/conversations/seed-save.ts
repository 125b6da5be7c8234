import type { Json, JsonObject } from '../../../types/json.ts';
import type { Workspace } from '../../workspace.ts';
import { contactsOf } from '../contacts/store.ts';
import { tagsOf } from '../tags/store.ts';
import type { ConversationRecord } from './record.ts';
import { conversationsOf } from './store.ts';

/** The conversations that contacts began, with what the contacts wrote: of what admins did a seed knows nothing. */
export function saveConversations(workspace: Workspace): Json {
  return conversationsOf(workspace)
    .all()
    .filter(({ source }) => source.author.type !== 'admin')
    .map((record) => saveConversation(record, workspace))
    .filter(({ contacts }) => contacts.length > 0);
}

function saveConversation(record: ConversationRecord, workspace: Workspace) {
  const { id, source, state, created_at } = record;
  const replies = record.parts.flatMap(({ author, body }) =>
    body === null || author.type === 'admin' || author.type === 'bot' ? [] : [body],
  );
  return {
    id,
    contacts: record.contacts.filter((contact) => isSaved(contact, workspace)),
    body: source.body,
    subject: source.subject,
    replies,
    tags: record.tags.flatMap((link) => tagsOf(workspace).get(link.id)?.name ?? []),
    state: state === 'closed' ? 'closed' : 'open',
    created_at,
  } satisfies JsonObject;
}

function isSaved(contactId: string, workspace: Workspace): boolean {
  const state = contactsOf(workspace).get(contactId)?.state;
  return state === 'live' || state === 'archived';
}
