import type { JsonObject } from '../../types/json.ts';
import type { TagLink } from '../store/contact.ts';
import type { TagRecord } from '../store/tags.ts';

/** A tag by itself (api.md 5.1). */
export function showTag(tag: TagRecord): JsonObject {
  return { type: 'tag', id: tag.id, name: tag.name };
}

/** A tag on a contact, with who applied it and when. */
export function showAppliedTag(tag: TagRecord, link: TagLink): JsonObject {
  return {
    ...showTag(tag),
    applied_at: link.applied_at,
    applied_by: { type: 'admin', id: link.admin_id },
  };
}
