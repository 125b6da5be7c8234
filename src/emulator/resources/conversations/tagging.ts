import type { Json } from '../../../types/json.ts';
import { ApiError } from '../../errors.ts';
import type { Call, Route } from '../../router.ts';
import { showAppliedTag } from '../tags/show.ts';
import { type TagRecord, tagsOf } from '../tags/store.ts';
import { conversationNotFound, namedAdmin } from './people.ts';
import type { ConversationRecord } from './record.ts';
import { conversationsOf } from './store.ts';

export const conversationTagRoutes: readonly Route[] = [
  { method: 'POST', path: '/conversations/:id/tags', answer: attachTag },
  { method: 'DELETE', path: '/conversations/:id/tags/:tag_id', answer: removeTag },
];

function attachTag(call: Call): Json {
  const { workspace, body } = call;
  const record = taggedConversation(call);
  const tag = knownTag(String(body.id), call);
  const link = record.tags.find(({ id }) => id === tag.id) ?? {
    id: tag.id,
    applied_at: workspace.now(),
    admin_id: namedAdmin(body.admin_id, workspace).id,
  };
  const tags = [...record.tags.filter(({ id }) => id !== tag.id), link];
  conversationsOf(workspace).put({ ...record, tags, updated_at: workspace.now() });
  return showAppliedTag(tag, link, call.version);
}

function removeTag(call: Call): Json {
  const { workspace } = call;
  const record = taggedConversation(call);
  const tag = knownTag(call.param('tag_id'), call);
  const link = record.tags.find(({ id }) => id === tag.id);
  if (link === undefined) throw tagNotFound();
  const tags = record.tags.filter(({ id }) => id !== tag.id);
  conversationsOf(workspace).put({ ...record, tags, updated_at: workspace.now() });
  return showAppliedTag(tag, link, call.version);
}

function taggedConversation(call: Call): ConversationRecord {
  const record = conversationsOf(call.workspace).get(call.param('id'));
  if (record === undefined) throw conversationNotFound();
  return record;
}

function knownTag(id: string, { workspace }: Call): TagRecord {
  const tag = tagsOf(workspace).get(id);
  if (tag === undefined) throw tagNotFound();
  return tag;
}

function tagNotFound(): ApiError {
  return new ApiError({ status: 404, code: 'tag_not_found', message: 'Tag not found' });
}
