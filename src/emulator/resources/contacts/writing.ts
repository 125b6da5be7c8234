import type { Json, JsonObject } from '../../../types/json.ts';
import { clientError, invalid } from '../../errors.ts';
import { jsonEqual } from '../../json.ts';
import type { Call } from '../../router.ts';
import type { Workspace } from '../../workspace.ts';
import { conflict, notRestorable } from './errors.ts';
import { readContactFields, readExternalId, readRole } from './fields.ts';
import { blankContact, type ContactRecord } from './record.ts';
import { contactsOf } from './store.ts';
import { contactSwitchesOf } from './switches.ts';

/** Where a contact is written, and by which version's rules. */
export type Writing = Pick<Call, 'workspace' | 'version'>;

interface Strictness {
  /** Whether the email of another user is refused beside any external_id, as in a bulk create (intercom 13.3). */
  readonly strict?: boolean;
}

interface Identity {
  readonly externalId: string | undefined;
  readonly email: string | null;
  readonly strict: boolean;
}

/**
 * Stores a new contact.
 *
 * @throws ApiError before anything is written.
 */
export function makeContact(
  body: JsonObject,
  { workspace, version }: Writing,
  { strict = false }: Strictness = {},
): ContactRecord {
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
  if (role === 'user') checkIdentity(workspace, { externalId, email: fields.email ?? null, strict });
  checkRoom(workspace);
  const record: ContactRecord = {
    ...blank,
    ...fields,
    // A lead's external_id is dropped for a random UUID without an error (intercom 4.4.7).
    external_id: role === 'lead' ? workspace.random.uuid() : (externalId ?? null),
    updated_at: switches.earlyUpdatedAt ? now - 1 : now,
  };
  contacts.put(record);
  return record;
}

/**
 * Updates a live contact: it may take over an archived one's external_id, and ignores `external_id: null` (intercom 11.4).
 *
 * @throws ApiError before anything is written.
 */
export function changeContact(
  before: ContactRecord,
  body: JsonObject,
  { workspace, version }: Writing,
): ContactRecord {
  const role = readRole(body.role) ?? before.role;
  if (before.role === 'user' && role === 'lead')
    throw clientError("Contact with user role can't be converted to a lead");
  const fields = readContactFields(body, before, workspace, version);
  const externalId = role === 'user' ? readExternalId(body.external_id) : undefined;
  if (externalId !== undefined && externalId !== before.external_id) {
    const holder = contactsOf(workspace)
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
  return storeChanged(before, after, workspace);
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
function checkIdentity(workspace: Workspace, { externalId, email, strict }: Identity): void {
  const switches = contactSwitchesOf(workspace);
  const contacts = contactsOf(workspace);
  if (externalId !== undefined) {
    refuseHolders(contacts.usersByExternalId(externalId));
    const merged = contacts.mergedByExternalId(externalId);
    if (merged !== undefined && switches.mergedExternalIdConflict) throw conflict(merged.id, true);
  }
  if (email && (externalId === undefined || strict || switches.emailConflict))
    refuseHolders(contacts.usersByEmail(email));
}

function refuseHolders(holders: readonly ContactRecord[]): void {
  const live = holders.find((holder) => holder.state === 'live');
  if (live !== undefined) throw conflict(live.id, false);
  if (holders.some((holder) => holder.state === 'blocked')) throw notRestorable();
  const gone = holders[0];
  if (gone !== undefined) throw conflict(gone.id, true);
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
