import type { JsonObject } from '../../../types/json.ts';
import type { Workspace } from '../../workspace.ts';
import { appOf } from '../app/store.ts';
import { type CollectionRecord, collectionsOf } from './store.ts';

/** There is one help center. */
const HELP_CENTER_ID = 79;

export function showCollection(record: CollectionRecord, workspace: Workspace): JsonObject {
  const app = appOf(workspace).record;
  return {
    id: record.id,
    workspace_id: app.id_code,
    name: record.name,
    url: `http://help-center.test/${app.id_code}/collection-${record.id}`,
    order: collectionsOf(workspace).all().indexOf(record) + 1,
    created_at: record.created_at,
    updated_at: record.updated_at,
    description: record.description,
    icon: 'book-bookmark',
    parent_id: record.parent_id,
    help_center_id: HELP_CENTER_ID,
  };
}
