import type { Json, JsonObject } from '../../../types/json.ts';
import type { Workspace } from '../../workspace.ts';
import { companiesOf } from '../companies/store.ts';
import { notesOf } from '../notes/store.ts';
import { tagsOf } from '../tags/store.ts';
import type { ContactRecord } from './record.ts';
import { contactsOf } from './store.ts';

/** The contacts of a workspace as a seed has them: live and archived ones. What was merged, blocked or deleted cannot be said there. */
export function saveContacts(workspace: Workspace): Json {
  return [...contactsOf(workspace).all()]
    .filter(({ state }) => state === 'live' || state === 'archived')
    .map((record) => saveContact(record, workspace));
}

function saveContact(record: ContactRecord, workspace: Workspace): JsonObject {
  const { state, merged_into: _into, merge_history: _history, tags, companies, notes, ...all } = record;
  const { subscriptions, ...own } = all;
  const { observed, custom_attributes: custom, unsubscribed_from_emails: unsubscribed, ...rest } = own;
  const values = Object.entries(rest).filter(([, value]) => value !== null);
  return {
    ...Object.fromEntries(values),
    ...(unsubscribed ? { unsubscribed_from_emails: true } : {}),
    ...(state === 'archived' ? { archived: true } : {}),
    ...(Object.keys(custom).length === 0 ? {} : { custom_attributes: custom }),
    ...list(
      'tags',
      tags.map(({ id }) => tagsOf(workspace).get(id)?.name),
    ),
    ...list(
      'companies',
      companies.map((id) => companiesOf(workspace).get(id)?.company_id),
    ),
    ...list(
      'notes',
      notes.map((id) => notesOf(workspace).get(id)?.body),
    ),
    ...list('subscriptions', subscriptions),
    ...(Object.keys(observed).length === 0 ? {} : { observed }),
  };
}

/** A list with what is still there of it; nothing where it is empty. */
function list(key: string, texts: readonly (string | undefined)[]): JsonObject {
  const known = texts.filter((text) => text !== undefined);
  return known.length === 0 ? {} : { [key]: known };
}
