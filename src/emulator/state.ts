import type { Json, JsonObject } from '../types/json.ts';
import { showAttribute } from './resources/attributes/show.ts';
import { showCompany } from './resources/companies/show.ts';
import type { ContactRecord, ContactState, Role } from './resources/contacts/record.ts';
import type { AppRecord, Workspace } from './workspace.ts';

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

/** Read access to what the workspace holds, past the API: nothing here counts, lags or is logged. */
export interface EmulatorState {
  readonly app: AppRecord;
  /** In any state; undefined when the id was never given. */
  contact(id: string): ContactSnapshot | undefined;
  /** In the order of creation. */
  liveContacts(): ContactSnapshot[];
  /** Tombstones included. */
  allContacts(): ContactSnapshot[];
  tags(): { readonly id: string; readonly name: string }[];
  /** As the API shows them. */
  companies(): JsonObject[];
  /** Custom ones, archived included, as the API shows them. */
  attributes(): JsonObject[];
}

export function createState(workspace: Workspace): EmulatorState {
  const snapshot = (record: ContactRecord): ContactSnapshot => takeSnapshot(record, workspace);
  const all = (): ContactRecord[] => [...workspace.contacts.all()];
  return {
    app: workspace.app,
    contact: (id) => {
      const record = workspace.contacts.get(id);
      return record === undefined ? undefined : snapshot(record);
    },
    liveContacts: () =>
      all()
        .filter((record) => record.state === 'live')
        .map(snapshot),
    allContacts: () => all().map(snapshot),
    tags: () => workspace.tags.all().map((tag) => ({ ...tag })),
    companies: () => [...workspace.companies.all()].map((company) => showCompany(company, workspace)),
    attributes: () => [...workspace.attributes.all()].map(showAttribute),
  };
}

function takeSnapshot(record: ContactRecord, workspace: Workspace): ContactSnapshot {
  const { merge_history: _history, observed: _observed, tags, companies, notes, ...plain } = record;
  return {
    ...plain,
    tags: tags.map((link) => workspace.tags.get(link.id)?.name ?? link.id),
    companies: companies.map((id) => workspace.companies.get(id)?.company_id ?? id),
    notes: notes.map((id) => workspace.notes.get(id)?.body ?? id),
  };
}
