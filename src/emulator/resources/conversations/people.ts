import type { Json, JsonObject } from '../../../types/json.ts';
import { notFound, resourceNotFound } from '../../errors.ts';
import type { Workspace } from '../../workspace.ts';
import { adminsOf } from '../admins/store.ts';
import { appOf } from '../app/store.ts';
import { userNotFound } from '../contacts/errors.ts';
import type { ContactRecord } from '../contacts/record.ts';
import { contactsOf } from '../contacts/store.ts';
import type { Author } from './record.ts';

/** The live contact that `intercom_user_id`, `user_id` or `email` names. */
export function namedContact(who: JsonObject, workspace: Workspace): ContactRecord {
  const contact = findContact(who, workspace);
  if (contact === undefined) throw userNotFound();
  return contact;
}

function findContact(who: JsonObject, workspace: Workspace): ContactRecord | undefined {
  const contacts = contactsOf(workspace);
  const { intercom_user_id: id, user_id: externalId, email } = who;
  if (typeof id === 'string') return contacts.live(id);
  const found =
    typeof externalId === 'string'
      ? contacts.usersByExternalId(externalId)
      : contacts.usersByEmail(typeof email === 'string' ? email : '');
  return found.find(({ state }) => state === 'live');
}

/** The admin whom a body names; whose token it is where it names none. */
export function namedAdmin(id: Json | undefined, workspace: Workspace): Author {
  const admins = adminsOf(workspace);
  const admin = id === undefined ? admins.me : admins.get(String(id));
  if (admin === undefined) throw resourceNotFound();
  return { type: 'admin', id: admin.id };
}

/** An author as a conversation shows one: with the name and email of today. */
export function showAuthor({ type, id }: Author, workspace: Workspace): JsonObject {
  if (type === 'bot') {
    const email = `operator+${appOf(workspace).record.id_code}@intercom.io`;
    return { type, id, name: 'Fin', email };
  }
  const person = type === 'admin' ? adminsOf(workspace).get(id) : contactsOf(workspace).get(id);
  return { type, id, name: person?.name ?? null, email: person?.email || null };
}

/** Intercom's own voice. */
export function botAuthor(workspace: Workspace): Author {
  return { type: 'bot', id: adminsOf(workspace).me?.id ?? '' };
}

export function conversationNotFound(): Error {
  return notFound('Conversation not found');
}
