import { isJsonObject, type Json, type JsonObject } from '../../../types/json.ts';
import { invalid } from '../../errors.ts';
import { companiesOf } from '../companies/store.ts';
import { ensureCompany } from '../companies/writing.ts';
import { userNotFound } from '../contacts/errors.ts';
import { removeContact } from '../contacts/lifecycle.ts';
import type { ContactRecord } from '../contacts/record.ts';
import { contactsOf } from '../contacts/store.ts';
import { changeContact, makeContact, type Writing } from '../contacts/writing.ts';

/** Does one item. Gives the contact to be tagged; throws an ApiError where the item fails, before anything is written. */
export type ItemWork = (item: JsonObject, writing: Writing) => ContactRecord | undefined;

/** What both a create and an update may set; other fields are ignored (intercom 13.2). */
const FIELDS = [
  ...['external_id', 'email', 'name', 'phone', 'avatar', 'owner_id', 'unsubscribed_from_emails'],
  'custom_attributes',
] as const;
const CREATE_FIELDS = [...FIELDS, 'role', 'signed_up_at', 'last_seen_at'] as const;

/** Intercom's languages are named so; another is stored as null (intercom 16). */
const LANGUAGE = /^[a-z]{2}(?:-[A-Za-z]{2})?$/;

interface CompanyLink {
  readonly companyId: string;
  readonly body: JsonObject;
  readonly remove: boolean;
}

/** Strict: the external_id or email of another contact fails it (intercom 13.3). */
export const createItem: ItemWork = (item, writing) => {
  const companies = readCompanies(item.companies);
  const made = makeContact(picked(item, CREATE_FIELDS), writing, { strict: true });
  return linked(withLanguage(made, item, writing), companies, writing);
};

export const updateItem: ItemWork = (item, writing) => {
  const companies = readCompanies(item.companies);
  const before = contactsOf(writing.workspace).live(String(item.id));
  if (before === undefined) throw userNotFound();
  const changed = changeContact(before, picked(item, FIELDS), writing);
  return linked(withLanguage(changed, item, writing), companies, writing);
};

export const deleteItem: ItemWork = (item, { workspace }) => {
  removeContact(String(item.id), workspace);
  return undefined;
};

function picked(item: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
}

function readCompanies(sent: Json | undefined): readonly CompanyLink[] {
  if (sent === undefined || sent === null) return [];
  if (!Array.isArray(sent)) throw invalid('companies must be an array');
  return sent.map((company: Json) => {
    if (!isJsonObject(company) || typeof company.company_id !== 'string' || company.company_id === '')
      throw invalid('each company needs a company_id');
    return {
      companyId: company.company_id,
      body: picked(company, ['name']),
      remove: company.remove === true,
    };
  });
}

/** A company that there is not is created, and one that there is takes the name that is sent; `remove` leaves it. */
function linked(contact: ContactRecord, links: readonly CompanyLink[], writing: Writing): ContactRecord {
  const { workspace } = writing;
  const ids = new Set(contact.companies);
  for (const { companyId, body, remove } of links) {
    if (!remove) ids.add(ensureCompany(companyId, body, writing).id);
    else ids.delete(companiesOf(workspace).find(companyId)?.id ?? '');
  }
  if (ids.size === contact.companies.length && contact.companies.every((id) => ids.has(id))) return contact;
  const stored = { ...contact, companies: [...ids], updated_at: workspace.now() };
  contactsOf(workspace).put(stored);
  return stored;
}

function withLanguage(contact: ContactRecord, item: JsonObject, { workspace }: Writing): ContactRecord {
  const { language_override: sent } = item;
  if (sent === undefined) return contact;
  const language = typeof sent === 'string' && LANGUAGE.test(sent) ? sent : null;
  if (language === (contact.observed.language_override ?? null)) return contact;
  const stored = { ...contact, observed: { ...contact.observed, language_override: language } };
  contactsOf(workspace).put(stored);
  return stored;
}
