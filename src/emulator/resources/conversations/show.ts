import type { JsonObject } from '../../../types/json.ts';
import type { Workspace } from '../../workspace.ts';
import { contactsOf } from '../contacts/store.ts';
import { showTag } from '../tags/show.ts';
import { tagsOf } from '../tags/store.ts';
import { showAuthor } from './people.ts';
import type { ConversationRecord, Part, Source } from './record.ts';

/** "The maximum number of conversation parts that can be returned via the API is 500", the newest. */
const PARTS_SHOWN = 500;

/** A conversation with everything that happened in it; lists leave that out. */
export function showConversation(record: ConversationRecord, workspace: Workspace): JsonObject {
  return {
    ...showListed(record, workspace),
    conversation_parts: {
      type: 'conversation_part.list',
      conversation_parts: record.parts.slice(-PARTS_SHOWN).map((part) => showPart(part, workspace)),
      total_count: record.parts.length,
    },
  };
}

/** A conversation in a list. What the emulator knows nothing of is null or empty, as for a workspace that uses none of it. */
export function showListed(record: ConversationRecord, workspace: Workspace): JsonObject {
  const { first_contact_reply: replied } = record;
  return {
    type: 'conversation',
    id: record.id,
    created_at: record.created_at,
    updated_at: record.updated_at,
    waiting_since: record.waiting_since,
    snoozed_until: record.snoozed_until,
    source: showSource(record.source, workspace),
    contacts: {
      type: 'contact.list',
      contacts: record.contacts.map((id) => ({
        type: 'contact',
        id,
        external_id: contactsOf(workspace).get(id)?.external_id ?? null,
      })),
    },
    first_contact_reply: replied === null ? null : { created_at: replied, type: 'conversation', url: null },
    // "If it's not assigned it will return 0."
    admin_assignee_id: Number(record.admin_assignee_id ?? 0),
    team_assignee_id: Number(record.team_assignee_id ?? 0),
    open: record.state !== 'closed',
    state: record.state,
    read: record.read,
    tags: { type: 'tag.list', tags: showTags(record, workspace) },
    priority: 'none',
    sla_applied: null,
    statistics: null,
    conversation_rating: null,
    teammates: null,
    title: record.title,
    custom_attributes: { ...record.custom_attributes },
    topics: {},
    ticket: null,
    linked_objects: { type: 'list', data: [], total_count: 0, has_more: false },
    ai_agent: null,
    ai_agent_participated: false,
  };
}

function showTags(record: ConversationRecord, workspace: Workspace): JsonObject[] {
  return record.tags.flatMap(({ id, applied_at, admin_id }) => {
    const tag = tagsOf(workspace).get(id);
    return tag === undefined
      ? []
      : [{ ...showTag(tag), applied_at, applied_by: { type: 'admin', id: admin_id } }];
  });
}

function showSource(source: Source, workspace: Workspace): JsonObject {
  return {
    type: 'conversation',
    id: source.id,
    delivered_as: source.delivered_as,
    subject: source.subject,
    body: source.body,
    author: showAuthor(source.author, workspace),
    attachments: [],
    url: null,
    redacted: source.redacted,
  };
}

function showPart(part: Part, workspace: Workspace): JsonObject {
  return {
    type: 'conversation_part',
    id: part.id,
    part_type: part.part_type,
    body: part.body,
    created_at: part.created_at,
    updated_at: part.updated_at,
    notified_at: part.created_at,
    assigned_to: part.assigned_to === null ? null : { ...part.assigned_to },
    author: showAuthor(part.author, workspace),
    attachments: [],
    external_id: null,
    redacted: part.redacted,
    metadata: {},
    email_message_metadata: null,
    state: part.state,
    tags: [],
    app_package_code: null,
  };
}
