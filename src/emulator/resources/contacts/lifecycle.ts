import type { Json, JsonObject } from '../../../types/json.ts';
import { badRequest, serverError } from '../../errors.ts';
import type { Call, Route } from '../../router.ts';
import { V2_13 } from '../../version.ts';
import type { Workspace } from '../../workspace.ts';
import { conflict, userNotFound } from './errors.ts';
import type { ContactRecord, ContactState } from './record.ts';
import { liveContact } from './routes.ts';
import { showContactState } from './show.ts';
import { contactsOf } from './store.ts';
import { contactSwitchesOf } from './switches.ts';

export const contactLifecycleRoutes: readonly Route[] = [
  { method: 'DELETE', path: '/contacts/:id', answer: deleteContact },
  { method: 'POST', path: '/contacts/:id/archive', answer: archiveContact },
  { method: 'POST', path: '/contacts/:id/unarchive', answer: unarchiveContact },
  { method: 'POST', path: '/contacts/:id/block', since: V2_13, answer: blockContact },
];

function deleteContact(call: Call): Json {
  return answerState(removeContact(call.param('id'), call.workspace), { deleted: true }, call);
}

/**
 * Permanent; an archived contact can be deleted too (intercom 9.26). The tombstone keeps its identity for the 409 (intercom 11.4).
 *
 * @throws ApiError where there is no such contact.
 */
export function removeContact(id: string, workspace: Workspace): ContactRecord {
  const record = liveOrArchived(id, workspace);
  setState(record, 'deleted', workspace);
  return record;
}

/** Archiving an archived contact answers 200 again (intercom 4.9). */
function archiveContact(call: Call): Json {
  const record = liveOrArchived(call.param('id'), call.workspace);
  setState(record, 'archived', call.workspace);
  return answerState(record, { archived: true }, call);
}

function unarchiveContact(call: Call): Json {
  const { workspace } = call;
  const record = contactsOf(workspace).get(call.param('id'));
  if (record?.state === 'deleted') {
    if (contactSwitchesOf(workspace).unarchiveDeleted === 500) throw serverError();
    throw badRequest('User has been marked for permanent deletion and is not restorable.');
  }
  const restored = liveOrArchived(call.param('id'), call.workspace);
  // intercom 9.24: another user took the external_id over in the meantime.
  if (restored.role === 'user' && restored.external_id !== null) {
    const taker = contactsOf(workspace)
      .usersByExternalId(restored.external_id)
      .find((holder) => holder.state === 'live' && holder.id !== restored.id);
    if (taker !== undefined) throw conflict(taker.id, false);
  }
  setState(restored, 'live', call.workspace);
  return answerState(restored, { archived: false }, call);
}

/** No unblock in the API; the contact answers 404 from then on (intercom 9.37). */
function blockContact(call: Call): Json {
  const record = liveContact(call);
  setState(record, 'blocked', call.workspace);
  return answerState(record, { blocked: true }, call);
}

function liveOrArchived(id: string, workspace: Workspace): ContactRecord {
  const record = contactsOf(workspace).get(id);
  if (record?.state !== 'live' && record?.state !== 'archived') throw userNotFound();
  return record;
}

/** Un-archiving brings all data back and moves updated_at (intercom 4.9). */
function setState(record: ContactRecord, state: ContactState, workspace: Workspace): void {
  if (record.state === state) return;
  contactsOf(workspace).put({ ...record, state, updated_at: workspace.now() });
}

function answerState(record: ContactRecord, state: JsonObject, call: Call): Json {
  return showContactState(record, state, call.version);
}
