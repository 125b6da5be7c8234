import type { Json } from '../../../types/json.ts';
import { clientError, invalid } from '../../errors.ts';
import { jsonEqual } from '../../json.ts';
import type { Call, Route } from '../../router.ts';
import { V2_13, V2_16 } from '../../version.ts';
import type { Workspace } from '../../workspace.ts';
import { conflict, contactMerged, notRestorable, userNotFound } from './errors.ts';
import { readContactFields, readExternalId, readRole } from './fields.ts';
import { blankContact, type ContactRecord } from './record.ts';
import { showContact } from './show.ts';
import { contactsOf } from './store.ts';
import { contactSwitchesOf } from './switches.ts';

/** Chains of merges are followed this far (intercom 4.7). */
const MERGE_HOPS = 3;

export const contactRoutes: readonly Route[] = [
  { method: 'POST', path: '/contacts', answer: createContact },
  {
    method: 'GET',
    path: '/contacts/find_by_external_id/:external_id',
    since: V2_13,
    answer: findByExternalId,
  },
  { method: 'GET', path: '/contacts/:id', answer: (call) => answerContact(readContact(call), call) },
  { method: 'PUT', path: '/contacts/:id', answer: updateContact },
];

/** The contact as GET and the writes answer it: from the primary store. */
export function answerContact(record: ContactRecord, call: Call): Json {
  const { workspace, version } = call;
  return showContact(record, { workspace, version, fromIndex: false, mergeHistory: wantsHistory(call) });
}

/** `?include_merge_history=true`, since 2.16 (intercom 0.4). */
export function wantsHistory(call: Call): boolean {
  return call.version >= V2_16 && call.query.get('include_merge_history') === 'true';
}

/** The live contact of the path: archived and deleted ones answer 404 (intercom 4.9). */
export function liveContact(call: Call): ContactRecord {
  const record = contactsOf(call.workspace).live(call.param('id'));
  if (record === undefined) throw userNotFound();
  return record;
}

function readContact(call: Call): ContactRecord {
  const record = contactsOf(call.workspace).get(call.param('id'));
  if (record?.state === 'merged' && tellsMerges(call)) throw mergedInto(record, call.workspace);
  return liveContact(call);
}

/** Whether a merged contact is told from one that never was (intercom 9.22). */
function tellsMerges({ version, workspace }: Call): boolean {
  return version >= V2_16 && contactSwitchesOf(workspace).mergedGet === 410;
}

/** Users only; strongly consistent (intercom 4.3, 9.36). */
function findByExternalId(call: Call): Json {
  const contacts = contactsOf(call.workspace);
  const externalId = call.param('external_id');
  const user = contacts.usersByExternalId(externalId).find((record) => record.state === 'live');
  if (user !== undefined) return answerContact(user, call);
  const merged = contacts.mergedByExternalId(externalId);
  if (merged !== undefined && tellsMerges(call)) throw mergedInto(merged, call.workspace);
  throw userNotFound();
}

/** intercom 11.4: POST creates and never updates. */
function createContact(call: Call): Json {
  const { workspace, version, body } = call;
  const switches = contactSwitchesOf(workspace);
  const contacts = contactsOf(workspace);
  const sentRole = readRole(body.role);
  const externalId = readExternalId(body.external_id);
  const hasEmail = typeof body.email === 'string' && body.email !== '';
  if (sentRole === undefined && externalId === undefined && !hasEmail)
    throw invalid('One of role, email or external_id is required');
  const role = sentRole ?? 'user';
  const now = workspace.now();
  const blank = blankContact(workspace.newId(now), role, now);
  const fields = readContactFields(body, blank, workspace, version);
  if (role === 'user') checkIdentity(workspace, externalId, fields.email ?? null);
  checkRoom(workspace);
  const record: ContactRecord = {
    ...blank,
    ...fields,
    // A lead's external_id is dropped for a random UUID without an error (intercom 4.4.7).
    external_id: role === 'lead' ? workspace.random.uuid() : (externalId ?? null),
    updated_at: switches.earlyUpdatedAt ? now - 1 : now,
  };
  contacts.put(record);
  return answerContact(record, call);
}

/** Development workspaces hold 20 people (intercom 2.1); no source has the answer that the next one gets, so this one is ours. */
function checkRoom(workspace: Workspace): void {
  const { contactLimit } = contactSwitchesOf(workspace);
  if (contactLimit === 0) return;
  let live = 0;
  for (const record of contactsOf(workspace).all()) if (record.state === 'live') live += 1;
  if (live >= contactLimit)
    throw clientError(`This workspace has reached its limit of ${contactLimit} contacts`);
}

/** Refuses a user whose identity is taken (intercom 4.4.1, 4.4.2, 9.16, 9.23). */
function checkIdentity(workspace: Workspace, externalId: string | undefined, email: string | null): void {
  const switches = contactSwitchesOf(workspace);
  const contacts = contactsOf(workspace);
  if (externalId !== undefined) {
    refuseHolders(contacts.usersByExternalId(externalId));
    const merged = contacts.mergedByExternalId(externalId);
    if (merged !== undefined && switches.mergedExternalIdConflict) throw conflict(merged.id, true);
  }
  if (email && (externalId === undefined || switches.emailConflict))
    refuseHolders(contacts.usersByEmail(email));
}

function refuseHolders(holders: readonly ContactRecord[]): void {
  const live = holders.find((holder) => holder.state === 'live');
  if (live !== undefined) throw conflict(live.id, false);
  if (holders.some((holder) => holder.state === 'blocked')) throw notRestorable();
  const gone = holders[0];
  if (gone !== undefined) throw conflict(gone.id, true);
}

/** intercom 11.4: PUT keeps the id, may take over an archived contact's external_id, and ignores `external_id: null`. */
function updateContact(call: Call): Json {
  const { workspace, version, body } = call;
  const contacts = contactsOf(workspace);
  if (contacts.get(call.param('id'))?.state === 'blocked') throw notRestorable();
  const before = liveContact(call);
  const role = readRole(body.role) ?? before.role;
  if (before.role === 'user' && role === 'lead')
    throw clientError("Contact with user role can't be converted to a lead");
  const fields = readContactFields(body, before, workspace, version);
  const externalId = role === 'user' ? readExternalId(body.external_id) : undefined;
  if (externalId !== undefined && externalId !== before.external_id) {
    const holder = contacts
      .usersByExternalId(externalId)
      .find((record) => record.state === 'live' && record.id !== before.id);
    if (holder !== undefined) throw conflict(holder.id, false);
  }
  const after: ContactRecord = {
    ...before,
    ...fields,
    role,
    external_id: externalId ?? before.external_id,
  };
  return answerContact(storeChanged(before, after, workspace), call);
}

/** Stores what differs; a write that changes nothing does not move updated_at (intercom 4.10). */
function storeChanged(before: ContactRecord, after: ContactRecord, workspace: Workspace): ContactRecord {
  if (jsonEqual(asJson(before), asJson(after))) return before;
  const stored = { ...after, updated_at: workspace.now() };
  contactsOf(workspace).put(stored);
  return stored;
}

/** A record holds nothing but JSON. */
function asJson(record: ContactRecord): Json {
  return record as unknown as Json;
}

function mergedInto(record: ContactRecord, workspace: Workspace): Error {
  let target = record;
  for (let hop = 0; hop < MERGE_HOPS && target.merged_into !== null; hop += 1) {
    const next = contactsOf(workspace).get(target.merged_into);
    if (next === undefined) break;
    target = next;
  }
  return contactMerged(target.id);
}
