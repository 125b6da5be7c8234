import type { Json, JsonObject } from '../../../types/json.ts';
import { mergeCustomAttributes } from '../attributes/values.ts';
import { DECLARED_TYPES } from '../attributes/routes.ts';
import { blankCompany } from '../companies/routes.ts';
import { noteHtml } from '../notes/routes.ts';
import type { EmulatorSeed, SeedAttribute, SeedCompany, SeedContact } from './seed.ts';
import { SeedError } from '../../seed/parse.ts';
import type { Model } from '../attributes/store.ts';
import { blankContact, EMPTY_LIST, EMPTY_OBJECT, type TagLink } from './record.ts';
import type { AdminRecord, AppRecord, Workspace } from '../../workspace.ts';

/** Every workspace has somebody whose token it is; the id is that of the spec's example. */
const DEFAULT_ADMIN: AdminRecord = { id: '991267466', name: 'Ada Lovelace', email: 'ada@acme.test' };

/** 18 December 2024, the `created_at` of the spec's example (api.md 1.3). */
const APP_CREATED_AT = 1_734_537_243;

/** The app of a seed, with defaults for what it leaves out. */
export function seedApp(seed: EmulatorSeed): AppRecord {
  const { app = {} } = seed;
  return {
    id_code: app.id_code ?? 'ecahpwf5',
    name: app.name ?? 'Acme',
    region: app.region ?? 'US',
    timezone: app.timezone ?? 'America/Los_Angeles',
    created_at: app.created_at ?? APP_CREATED_AT,
  };
}

export function seedAdmins(seed: EmulatorSeed): readonly AdminRecord[] {
  const admins = (seed.admins ?? []).map(({ id, name, email }) => ({ id, email, name: name ?? email }));
  return admins.length === 0 ? [DEFAULT_ADMIN] : admins;
}

/**
 * Fills a workspace. List and search see it at once.
 *
 * @throws SeedError for a value that no write could have stored.
 */
export function loadSeed(seed: EmulatorSeed, workspace: Workspace): void {
  const links = new Map<string, TagLink>();
  for (const { id } of seed.attributes ?? []) if (id !== undefined) workspace.attributes.reserve(id);
  for (const tag of seed.tags ?? [])
    if (typeof tag !== 'string' && tag.id !== undefined) workspace.tags.reserve(tag.id);
  for (const attribute of seed.attributes ?? []) loadAttribute(attribute, workspace);
  for (const tag of seed.tags ?? []) {
    if (typeof tag === 'string') workspace.tags.ensure(tag);
    else workspace.tags.ensure(tag.name, tag.id);
  }
  for (const segment of seed.segments ?? []) {
    workspace.segments.push({
      id: segment.id ?? workspace.newId(workspace.now()),
      name: segment.name,
      person_type: segment.person_type ?? 'user',
      tags: (segment.tags ?? []).map((name) => workspace.tags.ensure(name).id),
      attributes: segment.attributes ?? [],
      created_at: workspace.now(),
    });
  }
  for (const [position, company] of (seed.companies ?? []).entries())
    loadCompany(company, `companies[${position}]`, workspace);
  for (const [position, contact] of (seed.contacts ?? []).entries())
    loadContact(contact, `contacts[${position}]`, workspace, links);
}

function loadAttribute(seed: SeedAttribute, workspace: Workspace): void {
  const { attributes } = workspace;
  const options = seed.options?.map((option) => (typeof option === 'string' ? option : option.value));
  attributes.put({
    id: seed.id ?? attributes.nextId(),
    model: seed.model,
    name: seed.name,
    data_type: DECLARED_TYPES.get(seed.data_type) ?? 'string',
    options: seed.data_type === 'options' ? (options ?? []) : options,
    description: seed.description ?? undefined,
    messenger_writable: seed.messenger_writable ?? false,
    archived: seed.archived ?? false,
    admin_id: workspace.me?.id ?? '',
    created_at: workspace.now(),
    updated_at: workspace.now(),
  });
}

function loadCompany(seed: SeedCompany, path: string, workspace: Workspace): void {
  const created = seed.created_at ?? workspace.now();
  const blank = blankCompany(seed.id ?? workspace.newId(created), seed.company_id, created);
  workspace.companies.put({
    ...blank,
    name: seed.name,
    plan: seed.plan,
    size: seed.size,
    website: seed.website,
    industry: seed.industry,
    monthly_spend: Math.trunc(seed.monthly_spend ?? 0),
    remote_created_at: seed.remote_created_at,
    last_request_at: seed.last_request_at,
    updated_at: seed.updated_at ?? created,
    custom_attributes: loadCustom(seed.custom_attributes, 'company', path, workspace),
    tags: (seed.tags ?? []).map((name) => workspace.tags.ensure(name).id),
  });
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
  workspace.contacts.load({
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
    custom_attributes: loadCustom(seed.custom_attributes, 'contact', path, workspace),
    tags: loadTags(seed.tags, workspace, links),
    companies: loadCompanies(seed.companies, path, workspace),
    notes: (seed.notes ?? EMPTY_LIST).map((body) => loadNote(body, id, created, workspace)),
    observed: seed.observed ?? EMPTY_OBJECT,
  });
}

function loadCustom(
  values: JsonObject | undefined,
  model: Model,
  path: string,
  workspace: Workspace,
): JsonObject {
  if (values === undefined) return EMPTY_OBJECT;
  const { attributes, switches } = workspace;
  // The values of archived attributes stay (api.md 3.7), so those are not refused as in a write.
  const stays = ([name, value]: [string, Json]): boolean =>
    value === null || attributes.find(model, name)?.archived === true;
  const entries = Object.entries(values);
  const kept = entries.some(stays) ? entries.filter(stays) : EMPTY_LIST;
  const written = kept.length === 0 ? values : Object.fromEntries(entries.filter((entry) => !stays(entry)));
  try {
    const stored = mergeCustomAttributes(EMPTY_OBJECT, written, model, attributes, switches);
    return kept.length === 0 ? stored : { ...stored, ...Object.fromEntries(kept) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new SeedError([{ path: `${path}.custom_attributes`, message }]);
  }
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
    const { id } = workspace.tags.ensure(name);
    const link = links.get(id) ?? { id, applied_at: workspace.now(), admin_id: workspace.me?.id ?? '' };
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
    const company = workspace.companies.find(companyId);
    if (company !== undefined) return company.id;
    throw new SeedError([
      { path: `${path}.companies[${position}]`, message: `no company "${companyId}" in companies` },
    ]);
  });
}

function loadNote(body: string, contactId: string, createdAt: number, workspace: Workspace): string {
  return workspace.addNote({
    parent: 'contact',
    parent_id: contactId,
    body: noteHtml(body),
    admin_id: workspace.me?.id,
    created_at: createdAt,
  }).id;
}
