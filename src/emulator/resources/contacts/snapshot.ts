import type { Workspace } from '../../workspace.ts';
import { companiesOf } from '../companies/store.ts';
import { notesOf } from '../notes/store.ts';
import { tagsOf } from '../tags/store.ts';
import type { ContactRecord } from './record.ts';

/** What a contact shows of itself through lists of its own, by ids, and what no test asks of it. */
type Beside = 'tags' | 'companies' | 'notes' | 'merge_history' | 'observed';

/** A contact in the terms of a test: tags by name, companies by company_id, notes by their text. */
export interface ContactSnapshot extends Omit<ContactRecord, Beside> {
  readonly tags: readonly string[];
  readonly companies: readonly string[];
  readonly notes: readonly string[];
}

export function contactSnapshot(record: ContactRecord, workspace: Workspace): ContactSnapshot {
  const { merge_history: _history, observed: _observed, tags, companies, notes, ...plain } = record;
  return {
    ...plain,
    tags: tags.map((link) => tagsOf(workspace).get(link.id)?.name ?? link.id),
    companies: companies.map((id) => companiesOf(workspace).get(id)?.company_id ?? id),
    notes: notes.map((id) => notesOf(workspace).get(id)?.body ?? id),
  };
}
