import type { AttributeDeclaration } from '../../kinds/attribute/declaration.ts';
import { type LiveAttribute, liveAttribute, sameType } from '../../kinds/attribute/live.ts';
import type { Catalog } from '../../types/catalog.ts';
import { type Change, isMembership } from '../../types/change.ts';
import type { Declaration } from '../../types/declaration.ts';
import { isEmail } from '../../types/email-text.ts';
import type { Json } from '../../types/json.ts';
import { type Compared, changesOf } from './compared.ts';
import { DeclaredInChanges } from './declared-in-changes.ts';
import { instantText } from './instant-text.ts';
import type { LiveState } from './read-live.ts';
import type { Edit } from './yaml-edits.ts';

/** What to change in the manifests so that one item says what is live. */
export interface ItemDrift {
  readonly address: string;
  /** All declarations of the item: several where contact sets share a person. */
  readonly declarations: readonly Declaration[];
  readonly edits: readonly Edit[];
}

/**
 * Every declared value that plan would change, as the edit that takes the live value over. A plan's `before` is what is live:
 *
 *   { before, after }        set the value to `before`; null clears where Intercom clears, else the key goes
 *   { add, remove }          take what is not held out of the list; put in what an exact list would take off
 *   create, convert, merge   nothing: what is declared and not live is not drift
 */
export async function* driftOf(compared: Compared, live: LiveState): AsyncGenerator<ItemDrift> {
  yield* refusedDrift(compared, live);
  const owners = new Map(live.admins.flatMap(({ id, email }) => (email ? [[id, email] as const] : [])));
  const byAddress = new Map<string, Declaration>();
  for (const list of compared.declared.values())
    for (const declaration of list) byAddress.set(declaration.address, declaration);
  for (const item of compared.planned) {
    if (item.state !== 'change' || !isDrift(item.change)) continue;
    const { change } = item;
    const declarations = [change.address, ...change.also].flatMap((address) => byAddress.get(address) ?? []);
    const paths = Object.keys(change.fields);
    yield* itemDrift({ change, declarations, paths }, compared.catalog, owners);
  }
  if (compared.streamed === undefined) return;
  const declared = await DeclaredInChanges.read(compared.streamed, isDrift);
  try {
    for (const one of declared.changes()) yield* itemDrift(one, compared.catalog, owners);
  } finally {
    declared.close();
  }
}

function* itemDrift(
  {
    change,
    declarations,
    paths,
  }: {
    readonly change: Change;
    readonly declarations: readonly Declaration[];
    readonly paths: readonly string[];
  },
  catalog: Catalog,
  owners: ReadonlyMap<string, string>,
): Generator<ItemDrift> {
  if (declarations.length === 0) return;
  const edits = paths.flatMap((path) => editsOf(change, path, catalog, owners));
  if (edits.length > 0) yield { address: change.address, declarations, edits };
}

/** How many items are declared and not live, or not yet what they are declared to become. */
export function pendingIn(compared: Compared): number {
  let count = 0;
  for (const change of changesOf(compared)) if (!isDrift(change)) count++;
  return count;
}

/** A person who is declared archived is still to be archived; an attribute is as it is declared or it is not. */
function isDrift({ action, kind }: Change): boolean {
  return action === 'update' || (kind === 'attribute' && (action === 'archive' || action === 'unarchive'));
}

function editsOf(
  change: Change,
  path: string,
  catalog: Catalog,
  owners: ReadonlyMap<string, string>,
): readonly Edit[] {
  const field = change.fields[path];
  if (field === undefined) return [];
  if (isMembership(field)) {
    return [{ op: 'list', path: [path], add: field.remove, drop: field.add, fold: path === 'tags' }];
  }
  const before = 'before' in field ? (field.before ?? null) : null;
  if (change.kind === 'attribute') return attributeEdits(path, before);
  if (change.kind === 'company') return companyEdits(path, before, catalog);
  // Who somebody is stays what was declared: a plan that sets an id adopts a person, which nobody undoes by a pull.
  if (path === 'external_id' || path === 'role') return [];
  if (path === 'owner_id') {
    const owner = before === null ? null : owners.get(String(before));
    return owner === undefined ? [] : [{ op: 'set', path: ['owner'], value: owner }];
  }
  // An address that is none cannot stand in a manifest at all.
  if (path === 'email' && before !== null && !isEmail(String(before)))
    return [{ op: 'remove', path: ['email'] }];
  return [{ op: 'set', path: pathOf(path), value: shown(path, before, 'contact', catalog) }];
}

function attributeEdits(path: string, before: Json): readonly Edit[] {
  if (path !== 'options') return [{ op: 'set', path: [path], value: before }];
  if (before !== null) return [{ op: 'set', path: ['options'], value: before }];
  // The live one is a plain string, which plan would make a list of.
  return [
    { op: 'set', path: ['type'], value: 'string' },
    { op: 'remove', path: ['options'] },
  ];
}

/** Intercom does not clear a standard field of a company, so the language has no null there (api.md 5.2). */
function companyEdits(path: string, before: Json, catalog: Catalog): readonly Edit[] {
  if (before === null && !path.startsWith('custom_attributes.')) return [{ op: 'remove', path: [path] }];
  return [{ op: 'set', path: pathOf(path), value: shown(path, before, 'company', catalog) }];
}

/** What plan refuses rather than changes: another type, and what `protect` keeps from being dropped. */
function refusedDrift({ declared, planned }: Compared, live: LiveState): readonly ItemDrift[] {
  const current = new Map<string, LiveAttribute>();
  for (const row of live.attributes) {
    const attribute = liveAttribute(row);
    if (attribute.custom) current.set(`${attribute.model}/${attribute.name}`, attribute);
  }
  const unplanned = new Set(planned.flatMap((item) => (item.state === 'unchanged' ? [item.address] : [])));
  return (declared.get('attribute') ?? []).flatMap((declaration): ItemDrift[] => {
    const { model, name, address } = declaration as AttributeDeclaration; // the attribute kind made it
    const attribute = current.get(`${model}/${name}`);
    if (attribute === undefined || !unplanned.has(address) || !TYPES.has(attribute.type)) return [];
    const edits = [...typeEdits(declaration, attribute), ...protectedEdits(declaration, attribute)];
    return edits.length === 0 ? [] : [{ address, declarations: [declaration], edits }];
  });
}

function typeEdits({ cells }: Declaration, { type: live, options }: LiveAttribute): readonly Edit[] {
  const type = cells.get('type')?.value;
  if (typeof type !== 'string' || sameType(live, type as LiveAttribute['type'])) return [];
  const edits: Edit[] = [{ op: 'set', path: ['type'], value: live }];
  if (options !== undefined) edits.push({ op: 'set', path: ['options'], value: options });
  else if (cells.has('options')) edits.push({ op: 'remove', path: ['options'] });
  return edits;
}

function protectedEdits({ cells }: Declaration, live: LiveAttribute): readonly Edit[] {
  if (cells.get('protect')?.value !== true) return [];
  if (cells.get('archived')?.value === true && !live.archived)
    return [{ op: 'set', path: ['archived'], value: false }];
  const options = cells.get('options')?.value;
  if (!Array.isArray(options) || live.options === undefined) return [];
  const dropped = live.options.some((option) => !options.includes(option));
  return dropped ? [{ op: 'set', path: ['options'], value: live.options }] : [];
}

const TYPES = new Set(['string', 'integer', 'float', 'boolean', 'date', 'options']);

/** Instants are written as people read them. */
function shown(path: string, value: Json, model: 'contact' | 'company', catalog: Catalog): Json {
  const name = path.startsWith('custom_attributes.') ? path.slice('custom_attributes.'.length) : undefined;
  const type = name === undefined ? undefined : catalog.attributes.get(`${model}/${name}`)?.type;
  const isInstant = type === 'date' || type === 'datetime' || (name === undefined && path.endsWith('_at'));
  return isInstant && typeof value === 'number' ? instantText(value) : value;
}

/** A field path as keys. */
export function pathOf(path: string): readonly string[] {
  const prefix = 'custom_attributes.';
  return path.startsWith(prefix) ? ['custom_attributes', path.slice(prefix.length)] : [path];
}
