import type { Json } from '../../../types/json.ts';
import { resourceNotFound } from '../../errors.ts';
import type { Call, Route } from '../../router.ts';
import type { Workspace } from '../../workspace.ts';
import { adminsOf } from '../admins/store.ts';
import { showAppliedTag } from '../tags/show.ts';
import type { TagRecord } from '../tags/store.ts';
import { tagsOf } from '../tags/store.ts';
import type { ContactRecord, TagLink } from './record.ts';
import { liveContact } from './routes.ts';
import { contactsOf } from './store.ts';
import { contactSwitchesOf } from './switches.ts';

export const contactTagRoutes: readonly Route[] = [
  { method: 'GET', path: '/contacts/:id/tags', answer: listTags },
  { method: 'POST', path: '/contacts/:id/tags', answer: attachTag },
  { method: 'DELETE', path: '/contacts/:id/tags/:tag_id', answer: removeTag },
];

/** Tags a contact; already tagged changes nothing (intercom 5.1). */
export function tagContact(record: ContactRecord, tag: TagRecord, workspace: Workspace): TagLink {
  const linked = record.tags.find((link) => link.id === tag.id);
  if (linked !== undefined) return linked;
  const now = workspace.now();
  const link: TagLink = { id: tag.id, applied_at: now, admin_id: adminsOf(workspace).me?.id ?? '' };
  // Tagging and untagging move updated_at (intercom 4.10).
  contactsOf(workspace).put({ ...record, tags: [...record.tags, link], updated_at: now });
  return link;
}

/** Takes a tag off; the link that was there. */
export function untagContact(
  record: ContactRecord,
  tag: TagRecord,
  workspace: Workspace,
): TagLink | undefined {
  const link = record.tags.find((candidate) => candidate.id === tag.id);
  if (link !== undefined) {
    const tags = record.tags.filter((candidate) => candidate.id !== tag.id);
    contactsOf(workspace).put({ ...record, tags, updated_at: workspace.now() });
  }
  return link;
}

/** All of them: the embedded list stops at ten (intercom 5.1). */
function listTags(call: Call): Json {
  const { workspace, version } = call;
  const data = liveContact(call).tags.flatMap((link) => {
    const tag = tagsOf(workspace).get(link.id);
    return tag === undefined ? [] : [showAppliedTag(tag, link, version)];
  });
  return { type: 'list', data };
}

function attachTag(call: Call): Json {
  const { workspace, version, body } = call;
  const record = liveContact(call);
  const id = typeof body.id === 'string' || typeof body.id === 'number' ? String(body.id) : '';
  const tag = tagsOf(workspace).get(id);
  if (tag === undefined) throw resourceNotFound();
  return showAppliedTag(tag, tagContact(record, tag, workspace), version);
}

function removeTag(call: Call): Json {
  const { workspace, version } = call;
  const record = liveContact(call);
  const tag = tagsOf(workspace).get(call.param('tag_id'));
  if (tag === undefined) throw resourceNotFound();
  const link = untagContact(record, tag, workspace);
  if (link !== undefined) return showAppliedTag(tag, link, version);
  // intercom 12.7: no fact says what a repeated removal answers.
  if (contactSwitchesOf(workspace).repeatedDetach === 'not_found') throw resourceNotFound();
  return showAppliedTag(
    tag,
    { id: tag.id, applied_at: workspace.now(), admin_id: adminsOf(workspace).me?.id ?? '' },
    version,
  );
}
