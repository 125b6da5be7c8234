import { EMPTY_LIST, EMPTY_OBJECT } from '../../empty.ts';
import { asHtml } from '../../html.ts';
import { SeedError } from '../../seed/problem.ts';
import type { Workspace } from '../../workspace.ts';
import { adminsOf } from '../admins/store.ts';
import { loadCustom } from '../attributes/seed-values.ts';
import { companiesOf } from '../companies/store.ts';
import { notesOf } from '../notes/store.ts';
import { tagsOf } from '../tags/store.ts';
import { blankContact, type TagLink } from './record.ts';
import type { SeedContact } from './seed-contact.ts';
import { contactsOf } from './store.ts';

/**
 * Stores the contacts of a seed.
 *
 * @throws SeedError for a value that no write could have stored.
 */
export function loadContacts(contacts: readonly SeedContact[], workspace: Workspace): void {
  const links = new Map<string, TagLink>();
  for (const [position, contact] of contacts.entries())
    loadContact(contact, `contacts[${position}]`, workspace, links);
}

function loadContact(
  seed: SeedContact,
  path: string,
  workspace: Workspace,
  links: Map<string, TagLink>,
): void {
  const role = seed.role ?? 'user';
  const created = seed.created_at ?? workspace.now();
  const id = seed.id ?? workspace.newId(created);
  const blank = blankContact(id, role, created);
  contactsOf(workspace).load({
    ...blank,
    state: seed.archived === true ? 'archived' : 'live',
    external_id: seed.external_id ?? (role === 'lead' ? workspace.random.uuid() : null),
    email: seed.email ?? null,
    phone: seed.phone ?? null,
    name: seed.name ?? null,
    avatar: seed.avatar ?? null,
    owner_id: seed.owner_id === undefined || seed.owner_id === null ? null : String(seed.owner_id),
    signed_up_at: seed.signed_up_at ?? null,
    last_seen_at: seed.last_seen_at ?? null,
    unsubscribed_from_emails: seed.unsubscribed_from_emails ?? false,
    updated_at: seed.updated_at ?? created,
    custom_attributes: loadCustom(seed, 'contact', path, workspace),
    tags: loadTags(seed.tags, workspace, links),
    companies: loadCompanies(seed.companies, path, workspace),
    notes: (seed.notes ?? EMPTY_LIST).map((body) => loadNote(body, id, created, workspace)),
    subscriptions: seed.subscriptions ?? EMPTY_LIST,
    observed: seed.observed ?? EMPTY_OBJECT,
  });
}

/** Contacts with the same tag share one link object: a large seed stays small. */
function loadTags(
  names: readonly string[] | undefined,
  workspace: Workspace,
  links: Map<string, TagLink>,
): readonly TagLink[] {
  if (names === undefined || names.length === 0) return EMPTY_LIST;
  const found = new Map<string, TagLink>();
  for (const name of names) {
    const { id } = tagsOf(workspace).ensure(name);
    const link = links.get(id) ?? {
      id,
      applied_at: workspace.now(),
      admin_id: adminsOf(workspace).me?.id ?? '',
    };
    links.set(id, link);
    found.set(id, link);
  }
  return [...found.values()];
}

function loadCompanies(
  ids: readonly string[] | undefined,
  path: string,
  workspace: Workspace,
): readonly string[] {
  if (ids === undefined || ids.length === 0) return EMPTY_LIST;
  return ids.map((companyId, position) => {
    const company = companiesOf(workspace).find(companyId);
    if (company !== undefined) return company.id;
    throw new SeedError([
      { path: `${path}.companies[${position}]`, message: `no company "${companyId}" in companies` },
    ]);
  });
}

function loadNote(body: string, contactId: string, createdAt: number, workspace: Workspace): string {
  return notesOf(workspace).add({
    parent: 'contact',
    parent_id: contactId,
    body: asHtml(body),
    admin_id: adminsOf(workspace).me?.id,
    created_at: createdAt,
  }).id;
}
