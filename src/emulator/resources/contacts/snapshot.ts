import type { Json } from '../../../types/json.ts';
import type { Workspace } from '../../workspace.ts';
import { companiesOf } from '../companies/store.ts';
import { notesOf } from '../notes/store.ts';
import { tagsOf } from '../tags/store.ts';
import type { ContactRecord, ContactState, Role } from './record.ts';

/** A contact in the terms of a test: tags by name, companies by company_id. */
export interface ContactSnapshot {
  readonly id: string;
  readonly state: ContactState;
  readonly merged_into: string | null;
  readonly role: Role;
  readonly external_id: string | null;
  /** `''` once it was cleared. */
  readonly email: string | null;
  readonly phone: string | null;
  readonly name: string | null;
  readonly avatar: string | null;
  readonly owner_id: string | null;
  readonly signed_up_at: number | null;
  readonly last_seen_at: number | null;
  readonly unsubscribed_from_emails: boolean;
  readonly created_at: number;
  readonly updated_at: number;
  readonly custom_attributes: Readonly<Record<string, Json>>;
  readonly tags: readonly string[];
  readonly companies: readonly string[];
  readonly notes: readonly string[];
}

export function takeSnapshot(record: ContactRecord, workspace: Workspace): ContactSnapshot {
  const { merge_history: _history, observed: _observed, tags, companies, notes, ...plain } = record;
  return {
    ...plain,
    tags: tags.map((link) => tagsOf(workspace).get(link.id)?.name ?? link.id),
    companies: companies.map((id) => companiesOf(workspace).get(id)?.company_id ?? id),
    notes: notes.map((id) => notesOf(workspace).get(id)?.body ?? id),
  };
}
