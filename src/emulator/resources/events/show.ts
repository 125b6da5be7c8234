import type { JsonObject } from '../../../types/json.ts';
import type { Workspace } from '../../workspace.ts';
import { contactsOf } from '../contacts/store.ts';
import type { EventRecord, EventSummary } from './store.ts';

export function showEvent(event: EventRecord, workspace: Workspace): JsonObject {
  const contact = contactsOf(workspace).get(event.contact_id);
  return {
    type: 'event',
    event_name: event.event_name,
    created_at: event.created_at,
    id: event.id,
    intercom_user_id: event.contact_id,
    ...(contact?.external_id ? { user_id: contact.external_id } : {}),
    ...(contact?.email ? { email: contact.email } : {}),
    metadata: { ...event.metadata },
  };
}

/** Times are text here, numbers in an event. */
export function showSummary(summary: EventSummary): JsonObject {
  return {
    name: summary.name,
    first: new Date(summary.first * 1000).toISOString(),
    last: new Date(summary.last * 1000).toISOString(),
    count: summary.count,
  };
}
