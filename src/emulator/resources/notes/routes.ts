import type { Json, JsonObject } from '../../../types/json.ts';
import { invalid, resourceNotFound } from '../../errors.ts';
import { showAdmin } from '../admins/show.ts';
import type { Call, Route } from '../../router.ts';
import type { NoteRecord, Workspace } from '../../workspace.ts';
import { V2_15, V2_16 } from '../../version.ts';
import { pathCompany } from '../companies/routes.ts';
import { liveContact } from '../contacts/routes.ts';

/** Notes are append-only (api.md 5.4). */
export const noteRoutes: readonly Route[] = [
  { method: 'GET', path: '/contacts/:id/notes', answer: (call) => listNotes(liveContact(call).notes, call) },
  { method: 'POST', path: '/contacts/:id/notes', answer: addContactNote },
  {
    method: 'GET',
    path: '/companies/:id/notes',
    since: V2_15,
    answer: (call) => listNotes(pathCompany(call).notes, call),
  },
  { method: 'POST', path: '/companies/:id/notes', since: V2_16, answer: addCompanyNote },
  { method: 'GET', path: '/notes/:id', answer: readNote },
];

/** The body comes back as HTML (api.md 5.4). */
export function noteHtml(body: string): string {
  return body.startsWith('<') ? body : `<p>${body}</p>`;
}

function addContactNote(call: Call): Json {
  const { workspace } = call;
  const record = liveContact(call);
  const note = addNote('contact', record.id, call);
  workspace.contacts.put({ ...record, notes: [...record.notes, note.id] });
  return showNote(note, workspace);
}

function addCompanyNote(call: Call): Json {
  const { workspace } = call;
  const company = pathCompany(call);
  const note = addNote('company', company.id, call);
  workspace.companies.put({ ...company, notes: [...company.notes, note.id] });
  return showNote(note, workspace);
}

function addNote(parent: NoteRecord['parent'], parentId: string, call: Call): NoteRecord {
  const { workspace, body } = call;
  if (typeof body.body !== 'string' || body.body === '') throw invalid('body is required');
  const admin = body.admin_id === undefined ? workspace.me : workspace.admin(String(body.admin_id));
  if (admin === undefined) throw resourceNotFound();
  return workspace.addNote({
    parent,
    parent_id: parentId,
    body: noteHtml(body.body),
    admin_id: admin.id,
    created_at: workspace.now(),
  });
}

/** Newest first, as in the spec's example. */
function listNotes(ids: readonly string[], call: Call): Json {
  const { workspace } = call;
  const notes = ids.flatMap((id) => workspace.notes.get(id) ?? []).reverse();
  return {
    type: 'list',
    data: notes.map((note) => showNote(note, workspace)),
    total_count: notes.length,
    pages: { type: 'pages', next: null, page: 1, per_page: Math.max(50, notes.length), total_pages: 1 },
  };
}

function readNote(call: Call): Json {
  const note = call.workspace.notes.get(call.param('id'));
  if (note === undefined) throw resourceNotFound();
  return showNote(note, call.workspace);
}

function showNote(note: NoteRecord, workspace: Workspace): JsonObject {
  const admin = note.admin_id === undefined ? undefined : workspace.admin(note.admin_id);
  return {
    type: 'note',
    id: note.id,
    created_at: note.created_at,
    [note.parent]: { type: note.parent, id: note.parent_id },
    ...(admin === undefined ? {} : { author: showAdmin(admin) }),
    body: note.body,
  };
}
