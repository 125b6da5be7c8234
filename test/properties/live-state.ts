import type { ContactSnapshot } from '../../src/emulator/index.ts';
import type { Change } from '../../src/types/change.ts';
import type { Json, JsonObject } from '../../src/types/json.ts';
import type { Document } from './manifests.ts';

/** What a merge moves besides the fields that its change lists (intercom 4.7). */
const MOVED_BY_MERGES: ReadonlySet<string> = new Set(['notes']);

/** Differences between two moments that no change of the plan lists: `<id> <path>`. */
export function contactDifferences(
  before: readonly ContactSnapshot[],
  after: readonly ContactSnapshot[],
  changes: readonly Change[],
): { readonly unlisted: readonly string[] } {
  const listed = new Map<string, Set<string>>();
  const list = (id: string, paths: Iterable<string>) => {
    listed.set(id, new Set([...(listed.get(id) ?? []), ...paths]));
  };
  const mergedAway = new Set<string>();
  for (const { id, kind, action, fields } of changes) {
    if (id === null) continue;
    if (kind === 'contact')
      list(
        id,
        Object.keys(fields).map((path) => (path === 'archived' ? 'state' : path)),
      );
    if (kind === 'contact' && action === 'convert') list(id, ['external_id']);
    if (kind !== 'merge') continue;
    mergedAway.add(id);
    const into = fields['into'];
    if (into !== undefined && 'after' in into)
      list(String(into.after), [...Object.keys(fields), ...MOVED_BY_MERGES]);
  }
  // A merge may go into a contact that this plan converts, which is named by address.
  for (const { address, also, id } of changes) {
    if (id === null) continue;
    for (const name of [address, ...also]) list(id, listed.get(name) ?? []);
  }
  const now = new Map(after.map((contact) => [contact.id, flat(contact)]));
  const unlisted: string[] = [];
  for (const contact of before) {
    if (mergedAway.has(contact.id)) continue;
    const then = flat(contact);
    const current = now.get(contact.id) ?? new Map<string, string>();
    for (const path of new Set([...then.keys(), ...current.keys()])) {
      if (path === 'updated_at' && listed.has(contact.id)) continue;
      if (then.get(path) === current.get(path) || listed.get(contact.id)?.has(path)) continue;
      unlisted.push(`${contact.id} ${path}: ${then.get(path)} → ${current.get(path)}`);
    }
  }
  return { unlisted };
}

function flat({ custom_attributes, tags, companies, ...rest }: ContactSnapshot): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  const put = (path: string, value: Json | undefined) => {
    if (value !== null && value !== '' && value !== undefined) fields.set(path, JSON.stringify(value));
  };
  for (const [path, value] of Object.entries(rest)) put(path, value);
  for (const [name, value] of Object.entries(custom_attributes)) put(`custom_attributes.${name}`, value);
  put('tags', [...tags].sort());
  put('companies', [...companies].sort());
  return fields;
}

/** Role and email → how many live contacts hold it. */
export function emailHolders(live: readonly ContactSnapshot[]): ReadonlyMap<string, number> {
  const holders = new Map<string, number>();
  for (const { role, email } of live) {
    if (email === null || email === '') continue;
    const key = `${role} ${email.toLowerCase()}`;
    holders.set(key, (holders.get(key) ?? 0) + 1);
  }
  return holders;
}

/** Emails that both a live user and a live lead have. */
export function sharedWithLead(live: readonly ContactSnapshot[]): ReadonlySet<string> {
  const holders = emailHolders(live);
  const users = [...holders.keys()].filter((key) => key.startsWith('user ')).map((key) => key.slice(5));
  return new Set(users.filter((email) => holders.has(`lead ${email}`)));
}

/** What the manifests mention, read from their texts alone: an oracle that knows nothing of planning. */
export interface Mentions {
  contact(contact: ContactSnapshot): boolean;
  attribute(attribute: JsonObject): boolean;
  company(company: JsonObject): boolean;
  tag(name: string): boolean;
  /** Whether a set marks its members with this tag. */
  owner(name: string): boolean;
  /** Whether any contact set declares this field of contacts. */
  field(path: string): boolean;
  /** A company without the values that archiving a declared attribute hides. */
  withoutDeclared(company: JsonObject): JsonObject;
}

export function mentionsOf(documents: readonly Document[]): Mentions {
  const people = new Set<string>();
  const attributes = new Set<string>();
  const companies = new Set<string>();
  const tags = new Set<string>();
  const owners = new Set<string>();
  const fields = new Set<string>(['role']);
  for (const { head, map, list } of documents) {
    const { prune, defaults, on_create } = head;
    if (head['kind'] === 'ContactSet')
      for (const cells of [defaults, on_create, ...(list?.items ?? [])])
        for (const path of fieldsOf(cells)) fields.add(path);
    const owner: unknown = prune === undefined ? undefined : Reflect.get(Object(prune), 'owner_tag');
    if (typeof owner === 'string') {
      owners.add(owner);
      tags.add(owner);
    }

    for (const key of Object.keys(map?.entries ?? {})) {
      if (map?.key === 'companies') companies.add(key);
      else attributes.add(`${String(head['model'])}/${key}`);
    }
    for (const item of list?.items ?? []) {
      if (typeof item === 'string') tags.add(item.toLowerCase());
      for (const key of keysOf(item)) people.add(key.toLowerCase());
    }
  }
  return {
    contact: ({ id, external_id, email, phone, tags: carried }) =>
      [id, external_id, email, phone].some((key) => key !== null && people.has(key.toLowerCase())) ||
      carried.some((name) => owners.has(name)),
    attribute: ({ model, name }) => attributes.has(`${String(model)}/${String(name)}`),
    company: ({ company_id }) => companies.has(String(company_id)),
    tag: (name) => tags.has(name.toLowerCase()),
    owner: (name) => owners.has(name),
    field: (path) => fields.has(path),
    withoutDeclared: (company) => ({
      ...company,
      custom_attributes: Object.fromEntries(
        Object.entries(company['custom_attributes'] ?? {}).filter(
          ([name]) => !attributes.has(`company/${name}`),
        ),
      ),
    }),
  };
}

/** Field paths of a person's cells, as the plan names them. */
function fieldsOf(cells: Json | undefined): readonly string[] {
  if (typeof cells !== 'object' || cells === null || Array.isArray(cells)) return [];
  return Object.entries(cells).flatMap(([key, value]: [string, Json]) => {
    if (key === 'custom_attributes') return fieldsOf(value).map((name) => `custom_attributes.${name}`);
    return [key === 'owner' ? 'owner_id' : key];
  });
}

/** Values under id, external_id, email and phone, including those of a merge's `from` and `into`. */
function keysOf(item: Json): readonly string[] {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return [];
  return Object.entries(item).flatMap(([key, value]: [string, Json]) => {
    if (key === 'from' || key === 'into') return keysOf(value);
    return ['id', 'external_id', 'email', 'phone'].includes(key) && typeof value === 'string' ? [value] : [];
  });
}
