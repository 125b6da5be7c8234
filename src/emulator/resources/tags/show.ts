import type { JsonObject } from '../../../types/json.ts';
import { type ApiVersion, V2_4 } from '../../version.ts';
import type { TagLink } from '../contacts/record.ts';
import type { TagRecord } from './store.ts';

/** A tag by itself (intercom 5.1). */
export function showTag(tag: TagRecord): JsonObject {
  return { type: 'tag', id: tag.id, name: tag.name };
}

/** A tag on a contact, with who applied it and when; the tag alone up to 2.3, as on the wire. */
export function showAppliedTag(tag: TagRecord, link: TagLink, version: ApiVersion): JsonObject {
  if (version < V2_4) return showTag(tag);
  return {
    ...showTag(tag),
    applied_at: link.applied_at,
    applied_by: { type: 'admin', id: link.admin_id },
  };
}
