import type { JsonObject } from '../../../types/json.ts';
import type { Workspace } from '../../workspace.ts';
import { showAdmin } from '../admins/show.ts';
import { adminsOf } from '../admins/store.ts';
import type { NoteRecord } from './store.ts';

export function showNote(note: NoteRecord, workspace: Workspace): JsonObject {
  const admin = note.admin_id === undefined ? undefined : adminsOf(workspace).get(note.admin_id);
  return {
    type: 'note',
    id: note.id,
    created_at: note.created_at,
    [note.parent]: { type: note.parent, id: note.parent_id },
    ...(admin === undefined ? {} : { author: showAdmin(admin, workspace) }),
    body: note.body,
  };
}
