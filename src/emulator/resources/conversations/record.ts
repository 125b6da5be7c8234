import type { JsonObject } from '../../../types/json.ts';
import type { TagLink } from '../contacts/record.ts';

/** Who wrote something: an admin, a contact in the role that they had then, or Intercom itself. */
export interface Author {
  readonly type: 'admin' | 'user' | 'lead' | 'bot';
  readonly id: string;
}

/** The message that a conversation began with. */
export interface Source {
  readonly id: string;
  readonly delivered_as: 'customer_initiated' | 'admin_initiated';
  readonly subject: string;
  /** HTML. */
  readonly body: string;
  readonly author: Author;
  readonly redacted: boolean;
}

export type PartType =
  | ('comment' | 'note' | 'quick_reply' | 'open' | 'close' | 'snoozed' | 'assignment')
  | ('default_assignment' | 'participant_added' | 'participant_removed')
  | 'conversation_attribute_updated_by_admin';

export type ConversationState = 'open' | 'closed' | 'snoozed';

/** Something that happened in a conversation after its beginning. */
export interface Part {
  readonly id: string;
  readonly part_type: PartType;
  /** HTML. */
  readonly body: string | null;
  readonly author: Author;
  readonly assigned_to: { readonly type: 'admin' | 'team'; readonly id: string } | null;
  readonly created_at: number;
  readonly updated_at: number;
  readonly redacted: boolean;
  /** Of the conversation once this had happened. */
  readonly state: ConversationState;
}

/** A conversation as stored. Records are never changed, only replaced. Times are unix seconds. */
export interface ConversationRecord {
  readonly id: string;
  readonly title: string | null;
  readonly source: Source;
  /** Ids of the contacts in it; never none. */
  readonly contacts: readonly string[];
  readonly state: ConversationState;
  readonly read: boolean;
  /** Since when a contact waits for an answer. */
  readonly waiting_since: number | null;
  readonly snoozed_until: number | null;
  readonly first_contact_reply: number | null;
  readonly admin_assignee_id: string | null;
  readonly team_assignee_id: string | null;
  readonly custom_attributes: JsonObject;
  readonly tags: readonly TagLink[];
  /** Newest last. */
  readonly parts: readonly Part[];
  readonly created_at: number;
  readonly updated_at: number;
}
