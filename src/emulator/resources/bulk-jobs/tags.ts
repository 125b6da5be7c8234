import { isJsonObject, type Json, type JsonObject } from '../../../types/json.ts';
import type { Workspace } from '../../workspace.ts';
import { contactsOf } from '../contacts/store.ts';
import { tagContact, untagContact } from '../contacts/tagging.ts';
import { type TagRecord, tagsOf } from '../tags/store.ts';

/** Puts on and takes off the tags that an item names; what is not there any more or never was is skipped (intercom 13.2). */
export function tagItem(contactId: string, item: JsonObject, workspace: Workspace): void {
  const sent = isJsonObject(item.tags) ? item.tags : {};
  for (const tag of namedTags(sent.add, workspace)) {
    const contact = contactsOf(workspace).live(contactId);
    if (contact !== undefined) tagContact(contact, tag, workspace);
  }
  for (const tag of namedTags(sent.remove, workspace)) {
    const contact = contactsOf(workspace).live(contactId);
    if (contact !== undefined) untagContact(contact, tag, workspace);
  }
}

function namedTags(sent: Json | undefined, workspace: Workspace): readonly TagRecord[] {
  if (!Array.isArray(sent)) return [];
  return sent.flatMap((entry: Json) => {
    const tag = isJsonObject(entry) ? tagsOf(workspace).get(String(entry.id)) : undefined;
    return tag === undefined ? [] : [tag];
  });
}
