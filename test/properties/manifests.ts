import type { EmulatorSeed } from '../../src/emulator/index.ts';
import type { Json, JsonObject } from '../../src/types/json.ts';
import { ATTRIBUTES, EMAILS, EXTERNAL_IDS, OWNER_TAGS, PHONES } from './alphabet.ts';
import type { ManifestSketch, MergeSketch, PersonSketch } from './manifest-sketches.ts';
import { contactId, seedOf, type WorkspaceSketch } from './workspaces.ts';

/** One YAML document: single keys, then one map or list with an entry a line. */
export interface Document {
  readonly head: Readonly<Record<string, Json>>;
  readonly map?: { readonly key: string; readonly entries: Readonly<Record<string, JsonObject>> };
  readonly list?: { readonly key: string; readonly items: readonly Json[] };
}

/** The documents of a sketch. References to nothing are left out, so that most worlds have a plan. */
export function documentsOf(sketch: ManifestSketch, workspace: WorkspaceSketch): readonly Document[] {
  const usable = (model: 'contact' | 'company') => (name: string) => {
    const known = ATTRIBUTES.find((one) => one.model === model && one.name === name);
    const declared = sketch.attributes[name];
    if (known === undefined) return false;
    return declared === undefined
      ? workspace.attributes[name]?.live === 'live'
      : declared.rest['archived'] !== true;
  };
  const fits = (name: string, value: Json) => {
    const options = sketch.attributes[name]?.options ?? workspace.attributes[name]?.options ?? [];
    const isList =
      sketch.attributes[name] === undefined
        ? ATTRIBUTES.find((one) => one.name === name)?.seeded === 'options'
        : ATTRIBUTES.find((one) => one.name === name)?.type === 'options';
    return !isList || value === null || options.includes(String(value));
  };
  const custom = (model: 'contact' | 'company', values: JsonObject): JsonObject => {
    const kept = Object.entries(values).filter(([name, value]) => usable(model)(name) && fits(name, value));
    return kept.length === 0 ? {} : { custom_attributes: Object.fromEntries(kept) };
  };
  const seed = seedOf(workspace);
  const knownTags = new Set([...sketch.tags, ...seededTags(seed)].map((name) => name.toLowerCase()));
  const knownCompanies = new Set([
    ...Object.keys(sketch.companies),
    ...(seed.companies ?? []).map(({ company_id }) => company_id),
  ]);
  const tags = (names: readonly string[] | null): JsonObject =>
    names === null ? {} : { tags: names.filter((name) => knownTags.has(name.toLowerCase())) };
  const companies = (ids: readonly string[] | null): JsonObject =>
    ids === null ? {} : { companies: ids.filter((id) => knownCompanies.has(id)) };

  const documents: Document[] = [];
  for (const model of ['contact', 'company'] as const) {
    const entries = Object.fromEntries(
      ATTRIBUTES.filter((known) => known.model === model).flatMap(({ name, type }) => {
        const own = sketch.attributes[name];
        if (own === undefined) return [];
        return [[name, { type, ...(type === 'options' ? { options: own.options } : {}), ...own.rest }]];
      }),
    );
    if (Object.keys(entries).length > 0)
      documents.push({ head: head('DataAttributes', { model }), map: { key: 'attributes', entries } });
  }
  if (sketch.tags.length > 0)
    documents.push({ head: head('Tags'), list: { key: 'tags', items: [...sketch.tags] } });
  if (Object.keys(sketch.companies).length > 0) {
    const entries = Object.fromEntries(
      Object.entries(sketch.companies).map(([id, own]) => [
        id,
        { ...own.fields, ...custom('company', own.custom), ...tags(own.tags) },
      ]),
    );
    documents.push({ head: head('Companies'), map: { key: 'companies', entries } });
  }
  for (const [index, own] of sketch.sets.entries()) {
    const items = own.contacts.map((one) => ({
      ...personKeys(one, own.defaults.fields['role'], seed.contacts?.length ?? 0),
      ...clearedEmail(one, own.identity['by']),
      ...one.fields,
      ...custom('contact', one.custom),
      ...tags(one.tags),
      ...companies(one.companies),
    }));
    documents.push({
      head: head('ContactSet', {
        name: `set ${index}`,
        precedence: own.precedence,
        identity: own.identity,
        policy: own.policy,
        only_if_empty: own.only_if_empty,
        on_create: own.on_create,
        defaults: { ...own.defaults.fields, ...tags(own.defaults.tags) },
        ...(own.prune === null ? {} : { prune: { owner_tag: OWNER_TAGS[index] ?? '', action: own.prune } }),
      }),
      list: { key: 'contacts', items },
    });
  }
  const declaredIds = new Set(sketch.sets.flatMap((own) => own.contacts.map((one) => one.external_id)));
  const merges = sketch.merges
    .map((one) => mergeItem(one, seed))
    .filter(({ into }) => {
      const live = (seed.contacts ?? []).some(
        (one) =>
          one.archived !== true &&
          one.role === 'user' &&
          Object.entries(into).some(([key, value]) => Reflect.get(one, key) === value),
      );
      return live || declaredIds.has(into['external_id'] ?? '');
    });
  if (merges.length > 0) documents.push({ head: head('Merges'), list: { key: 'merges', items: merges } });
  return documents;
}

function head(kind: string, rest: JsonObject = {}): JsonObject {
  return { apiVersion: 'interform/v1', kind, ...rest };
}

function personKeys(one: PersonSketch, defaultRole: Json | undefined, seeded: number): JsonObject {
  const role = one.role === null ? {} : { role: one.role };
  if (one.by === 'id' && one.id < seeded)
    return { id: contactId(one.id), ...role, ...(one.rekeyed ? { email: one.email } : {}) };
  // Leads are known by their email alone (intercom 4.4); a declared external_id would only warn.
  if ((one.role ?? defaultRole) === 'lead' || one.by === 'email') return { ...role, email: one.email };
  if (one.by === 'external_id') return { ...role, external_id: one.external_id };
  return { ...role, external_id: one.external_id, email: one.email };
}

/** A value that identifies people in a set is never cleared (design 3.5). */
function clearedEmail({ by, clearsEmail, role }: PersonSketch, identifies: Json | undefined): JsonObject {
  const byIdOnly = JSON.stringify(identifies) === '["external_id"]';
  return by === 'external_id' && clearsEmail && role !== 'lead' && byIdOnly ? { email: null } : {};
}

interface MergeItem extends JsonObject {
  readonly from: Readonly<Record<string, string>>;
  readonly into: Readonly<Record<string, string>>;
}

/** Mostly an existing lead into an existing user; a merge that was done long ago names neither. */
function mergeItem({ from, into, skip }: MergeSketch, { contacts = [] }: EmulatorSeed): MergeItem {
  const at = <T>(list: readonly T[], pick: number) => list[pick % Math.max(1, list.length)];
  const live = contacts.filter(({ archived }) => archived !== true);
  const lead = at(
    live.filter(({ role }) => role === 'lead'),
    from.pick,
  );
  const user = at(
    live.filter(({ role }) => role === 'user'),
    into.pick,
  );
  const source = (from.by === 'id' ? lead?.id : from.by === 'email' ? lead?.email : lead?.phone) || undefined;
  const fallback = { id: contactId(from.pick), email: at(EMAILS, from.pick), phone: at(PHONES, from.pick) };
  const target =
    (into.by === 'id' ? user?.id : into.by === 'email' ? user?.email : user?.external_id) || undefined;
  return {
    from: { [from.by]: source ?? fallback[from.by] ?? '' },
    into: target === undefined ? { external_id: at(EXTERNAL_IDS, into.pick) ?? '' } : { [into.by]: target },
    ...(skip ? { skip_duplicate_validation: true } : {}),
  };
}

function seededTags(seed: ReturnType<typeof seedOf>): string[] {
  return [
    ...(seed.tags ?? []).map((tag) => (typeof tag === 'string' ? tag : tag.name)),
    ...(seed.contacts ?? []).flatMap(({ tags = [] }) => [...tags]),
    ...(seed.companies ?? []).flatMap(({ tags = [] }) => [...tags]),
  ];
}
