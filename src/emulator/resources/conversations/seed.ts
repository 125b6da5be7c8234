import { asHtml } from '../../html.ts';
import type { SeedPart } from '../../seed/part.ts';
import { SeedError } from '../../seed/problem.ts';
import { TEXTS } from '../../seed/shape.ts';
import { checkUnique } from '../../seed/unique.ts';
import type { Workspace } from '../../workspace.ts';
import { adminsOf } from '../admins/store.ts';
import type { ContactRecord } from '../contacts/record.ts';
import { contactsOf } from '../contacts/store.ts';
import { tagsOf } from '../tags/store.ts';
import type { ConversationState } from './record.ts';
import { saveConversations } from './seed-save.ts';
import { addPart, beginConversation, conversationsOf } from './store.ts';

export interface ConversationsSeed {
  readonly conversations?: readonly SeedConversation[];
}

/** One that a contact began. */
export interface SeedConversation {
  /** Digits. */
  readonly id?: string;
  /** Ids or external_ids of contacts of the seed; the first one began it. */
  readonly contacts: readonly [string, ...string[]];
  readonly body: string;
  readonly subject?: string;
  /** What the contact wrote afterwards. */
  readonly replies?: readonly string[];
  /** Names; made when missing. */
  readonly tags?: readonly string[];
  /** Default open. */
  readonly state?: Exclude<ConversationState, 'snoozed'>;
  readonly created_at?: number;
}

export const conversationsSeed: SeedPart<ConversationsSeed> = {
  shape: {
    list: {
      object: {
        id: 'digits',
        contacts: TEXTS,
        body: 'a text',
        subject: 'a string',
        replies: TEXTS,
        tags: TEXTS,
        state: { oneOf: ['open', 'closed'] },
        created_at: 'a whole number',
      },
      required: ['contacts', 'body'],
    },
  },
  check({ conversations = [] }, report) {
    checkUnique(conversations, 'conversations', ['id'], report);
    for (const [position, { contacts }] of conversations.entries())
      if (contacts.length < 1) report(`conversations[${position}].contacts`, 'must not be empty');
  },
  load({ conversations = [] }, workspace) {
    for (const [position, seed] of conversations.entries())
      loadConversation(seed, `conversations[${position}].contacts`, workspace);
    conversationsOf(workspace).index.flush();
  },
  save: saveConversations,
};

function loadConversation(seed: SeedConversation, path: string, workspace: Workspace): void {
  const conversations = conversationsOf(workspace);
  const [first, ...others] = seed.contacts;
  const contact = knownContact(first, path, workspace);
  const contacts = [contact, ...others.map((name) => knownContact(name, path, workspace))];
  const createdAt = seed.created_at ?? workspace.now();
  const author = { type: contact.role, id: contact.id };
  const source = {
    id: conversations.nextMessageId(),
    delivered_as: 'customer_initiated',
    subject: seed.subject ?? '',
    body: asHtml(seed.body),
    author,
  } as const;
  let record = beginConversation(
    source,
    contacts.map(({ id }) => id),
    createdAt,
    workspace,
    seed.id,
  );
  for (const text of seed.replies ?? [])
    record = addPart(
      record,
      { part_type: 'comment', author, body: asHtml(text), created_at: createdAt },
      {},
      workspace,
    );
  const admin_id = adminsOf(workspace).me?.id ?? '';
  const tags = (seed.tags ?? []).map((name) => tagsOf(workspace).ensure(name).id);
  conversations.put({
    ...record,
    state: seed.state ?? 'open',
    tags: tags.map((id) => ({ id, applied_at: createdAt, admin_id })),
  });
}

function knownContact(name: string, path: string, workspace: Workspace): ContactRecord {
  const contacts = contactsOf(workspace);
  const contact = contacts.get(name) ?? contacts.usersByExternalId(name)[0];
  if (contact === undefined) throw new SeedError([{ path, message: `no contact "${name}" in contacts` }]);
  return contact;
}
