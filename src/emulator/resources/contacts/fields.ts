import type { Json, JsonObject } from '../../../types/json.ts';
import type { Role } from '../../../types/person.ts';
import { badRequest, invalid } from '../../errors.ts';
import { type ApiVersion, V2_16 } from '../../version.ts';
import type { Workspace } from '../../workspace.ts';
import { adminsOf } from '../admins/store.ts';
import { attributesOf } from '../attributes/store.ts';
import { attributeSwitchesOf } from '../attributes/switches.ts';
import { mergeCustomAttributes } from '../attributes/values.ts';
import type { ContactRecord } from './record.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type FieldChanges = Partial<Writable<ContactRecord>>;

/**
 * The plain fields of a contact write, checked: what is not writable or unknown is ignored (intercom 4.2 and 6). Identity
 * (role, external_id) is left to the caller.
 *
 * @throws ApiError 400, before anything is written (intercom 9.33).
 */
export function readContactFields(
  body: JsonObject,
  before: ContactRecord,
  workspace: Workspace,
  version: ApiVersion,
): FieldChanges {
  const changes: FieldChanges = {};
  if (version >= V2_16 && body.email_verified !== undefined && typeof body.email !== 'string')
    throw badRequest('email_verified can only be set together with email');
  for (const name of ['phone', 'name', 'avatar'] as const) {
    const value = body[name];
    if (value !== undefined) changes[name] = textOrNull(name, value);
  }
  if (body.email !== undefined) changes.email = readEmail(body.email, before.email);
  for (const name of ['signed_up_at', 'last_seen_at'] as const) {
    const value = body[name];
    if (value !== undefined) changes[name] = secondsOrNull(name, value);
  }
  if (body.owner_id !== undefined) changes.owner_id = readOwner(body.owner_id, workspace);
  const unsubscribed = body.unsubscribed_from_emails;
  if (typeof unsubscribed === 'boolean') changes.unsubscribed_from_emails = unsubscribed;
  else if (unsubscribed !== undefined && unsubscribed !== null)
    throw invalid('unsubscribed_from_emails must be a boolean');
  changes.custom_attributes = mergeCustomAttributes(
    before.custom_attributes,
    body.custom_attributes,
    'contact',
    attributesOf(workspace),
    attributeSwitchesOf(workspace),
  );
  return changes;
}

/** Unknown roles are taken as user (intercom 4.4.10). */
export function readRole(value: Json | undefined): Role | undefined {
  if (value === undefined || value === null) return undefined;
  return value === 'lead' ? 'lead' : 'user';
}

/** The external_id that was sent; null and '' count as not sent (intercom 4.2). */
export function readExternalId(value: Json | undefined): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw invalid('external_id must be a string');
  return value;
}

/** Null stores an empty email where there was one (intercom 8.6). */
function readEmail(value: Json, before: string | null): string | null {
  const email = textOrNull('email', value);
  if (email !== null && email !== '') return email;
  return before === null ? null : '';
}

/** A bad owner is refused (intercom 1.6); ids are strings from 2.16 and integers before, both are taken. */
function readOwner(value: Json, workspace: Workspace): string | null {
  if (value === null || value === '') return null;
  const id = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  if (adminsOf(workspace).get(id) === undefined)
    throw invalid('The owner specified is not a member of the workspace');
  return id;
}

function textOrNull(name: string, value: Json): string | null {
  if (value === null || typeof value === 'string') return value;
  throw invalid(`${name} must be a string`);
}

function secondsOrNull(name: string, value: Json): number | null {
  if (value === null) return null;
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  throw invalid(`${name} must be a UNIX timestamp in seconds`);
}
