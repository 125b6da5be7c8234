import type { Json } from '../../../types/json.ts';
import { invalid, resourceNotFound } from '../../errors.ts';
import { asHtml } from '../../html.ts';
import { numberedPage, pageNumber, readPerPage } from '../../paging.ts';
import type { Call, Route } from '../../router.ts';
import { V2_15, V2_16 } from '../../version.ts';
import { adminsOf } from '../admins/store.ts';
import { pathCompany } from '../companies/routes.ts';
import { companiesOf } from '../companies/store.ts';
import { liveContact } from '../contacts/routes.ts';
import { contactsOf } from '../contacts/store.ts';
import { showNote } from './show.ts';
import { type NoteRecord, notesOf } from './store.ts';

/** The page of the description's example. */
const NOTES_PER_PAGE = 50;

/** Notes are append-only (intercom 5.4). */
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

function addContactNote(call: Call): Json {
  const { workspace } = call;
  const record = liveContact(call);
  const note = addNote('contact', record.id, call);
  contactsOf(workspace).put({ ...record, notes: [...record.notes, note.id] });
  return showNote(note, workspace);
}

function addCompanyNote(call: Call): Json {
  const { workspace } = call;
  const company = pathCompany(call);
  const note = addNote('company', company.id, call);
  companiesOf(workspace).put({ ...company, notes: [...company.notes, note.id] });
  return showNote(note, workspace);
}

function addNote(parent: NoteRecord['parent'], parentId: string, call: Call): NoteRecord {
  const { workspace, body } = call;
  if (typeof body.body !== 'string' || body.body === '') throw invalid('body is required');
  const admin =
    body.admin_id === undefined ? adminsOf(workspace).me : adminsOf(workspace).get(String(body.admin_id));
  if (admin === undefined) throw resourceNotFound();
  return notesOf(workspace).add({
    parent,
    parent_id: parentId,
    body: asHtml(body.body),
    admin_id: admin.id,
    created_at: workspace.now(),
  });
}

/** Newest first, as in the spec's example; the SDKs page by number. */
function listNotes(ids: readonly string[], call: Call): Json {
  const { workspace, query } = call;
  const notes = ids.flatMap((id) => notesOf(workspace).get(id) ?? []).reverse();
  const perPage = readPerPage(query.get('per_page'), NOTES_PER_PAGE);
  const page = pageNumber(query.get('starting_after'), query.get('page'));
  const { rows, pages } = numberedPage(notes, { page, perPage });
  return {
    type: 'list',
    data: rows.map((note) => showNote(note, workspace)),
    total_count: notes.length,
    pages,
  };
}

function readNote(call: Call): Json {
  const note = notesOf(call.workspace).get(call.param('id'));
  if (note === undefined) throw resourceNotFound();
  return showNote(note, call.workspace);
}
