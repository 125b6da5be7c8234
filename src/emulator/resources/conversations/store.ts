import { NumberedRecords } from '../../numbered-records.ts';
import { SearchIndex } from '../../search/search-index.ts';
import { storeOf, type Workspace } from '../../workspace.ts';
import type { ConversationRecord, Part, Source } from './record.ts';

/** The conversations of a workspace; reads by id are current, list and search lag as those of contacts do (intercom 11.3). */
class ConversationStore {
  readonly index: SearchIndex<ConversationRecord>;
  readonly #records = new NumberedRecords<ConversationRecord>(470);
  readonly #deleted = new Set<string>();
  readonly #now: () => number;
  #lastPart = 130;
  #lastMessage = 403_918_300;

  constructor(lagMs: number, now: () => number) {
    this.index = new SearchIndex(lagMs, { isListed: ({ id }) => !this.#deleted.has(id), hashKeys: () => [] });
    this.#now = now;
  }

  get(id: string): ConversationRecord | undefined {
    return this.#records.get(id);
  }

  all(): readonly ConversationRecord[] {
    return this.#records.all();
  }

  nextId(): string {
    return this.#records.nextId();
  }

  nextPartId(): string {
    this.#lastPart += 1;
    return String(this.#lastPart);
  }

  /** Ids of messages, which sources of conversations share. */
  nextMessageId(): string {
    this.#lastMessage += 1;
    return String(this.#lastMessage);
  }

  put(record: ConversationRecord): ConversationRecord {
    this.index.publish(this.#records.put(record), this.#now());
    return record;
  }

  /** For good. */
  remove(record: ConversationRecord): void {
    this.#records.remove(record.id);
    this.#deleted.add(record.id);
    this.index.publish(record, this.#now());
  }
}

export const conversationsOf = storeOf(
  (workspace) => new ConversationStore(workspace.indexLagMs, () => workspace.nowMs()),
);

/** Begins a conversation, of the next id unless one is given. */
export function beginConversation(
  source: Omit<Source, 'redacted'>,
  contacts: readonly string[],
  createdAt: number,
  workspace: Workspace,
  id = conversationsOf(workspace).nextId(),
): ConversationRecord {
  const conversations = conversationsOf(workspace);
  const byContact = source.author.type !== 'admin';
  return conversations.put({
    id,
    title: null,
    source: { ...source, redacted: false },
    contacts,
    state: 'open',
    read: false,
    waiting_since: byContact ? createdAt : null,
    snoozed_until: null,
    first_contact_reply: byContact ? createdAt : null,
    admin_assignee_id: null,
    team_assignee_id: null,
    custom_attributes: {},
    tags: [],
    parts: [],
    created_at: createdAt,
    updated_at: createdAt,
  });
}

/** What a conversation becomes by what happens in it; `changes` are what the part itself does not say. */
export function addPart(
  record: ConversationRecord,
  part: Pick<Part, 'part_type' | 'author'> & Partial<Pick<Part, 'body' | 'assigned_to' | 'created_at'>>,
  changes: Partial<ConversationRecord>,
  workspace: Workspace,
): ConversationRecord {
  const conversations = conversationsOf(workspace);
  const at = part.created_at ?? workspace.now();
  const after = { ...record, ...changes, updated_at: workspace.now() };
  const added: Part = {
    body: null,
    assigned_to: null,
    ...part,
    id: conversations.nextPartId(),
    created_at: at,
    updated_at: at,
    redacted: false,
    state: after.state,
  };
  return conversations.put({ ...after, parts: [...after.parts, added] });
}
