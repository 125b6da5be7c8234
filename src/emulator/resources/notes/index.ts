import type { Resource } from '../../resource.ts';
import { noteRoutes } from './routes.ts';
import { showNote } from './show.ts';
import { notesOf } from './store.ts';

/** The notes of contacts and companies; a seed has them with its contacts. */
export const notes: Resource = {
  name: 'notes',
  routes: noteRoutes,
  records: (workspace) => [...notesOf(workspace).all()].map((note) => showNote(note, workspace)),
};
