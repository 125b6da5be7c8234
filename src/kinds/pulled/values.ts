import { attributeName } from '../../types/attribute-path.ts';
import type { Model } from '../../types/attribute-type.ts';
import type { Catalog } from '../../types/catalog.ts';
import { type FieldChange, isMembership, type MembershipChange } from '../../types/change.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { Json, JsonObject } from '../../types/json.ts';
import type { Edit } from '../../types/kind/pulling.ts';
import { goesOver } from '../carrying/going-over.ts';
import { pulledInstant } from './instant.ts';
import { leftOut } from './items.ts';

/** Codes of errors by which a declared value is wrong once its attribute was taken over as it is live. */
export const WRONG_ATTRIBUTE_VALUES: readonly string[] = [
  'undeclared-attribute',
  'unknown-option',
  'attribute-value',
  'string-length',
  'bad-date',
];

/**
 * Live values as a manifest declares them: those that the kind reads back as they are. What it refuses or reads as something
 * else (an option that is off the list, a fractional monthly_spend) stays unmanaged and is said. Values of an attribute that
 * is archived once they have arrived elsewhere stay unmanaged too.
 */
export function declaredFields(input: {
  readonly address: string;
  readonly model: Model;
  /** Field path → live value. */
  readonly live: ReadonlyMap<string, Json>;
  /** Field path → what the kind makes of it. */
  readonly values: ReadonlyMap<string, Json>;
  readonly catalog: Catalog;
  readonly isExcluded: (address: string, path: string) => boolean;
}): { readonly fields: JsonObject; readonly left: readonly Diagnostic[] } {
  const { address, model, live, values, catalog, isExcluded } = input;
  const fields: Record<string, Json> = {};
  const custom: Record<string, Json> = {};
  const left: Diagnostic[] = [];
  for (const [path, value] of live) {
    const name = attributeName(path);
    if (name !== undefined && goesOver(model, name, catalog)) continue;
    if (values.get(path) !== value || name === '' || path === '' || isExcluded(address, path)) {
      left.push(leftOut(address, `a live value cannot be declared and stays unmanaged`, path));
      continue;
    }
    const shown = declaredValue(path, value, model, catalog);
    if (name === undefined) fields[path] = shown;
    else Object.defineProperty(custom, name, { value: shown, enumerable: true, configurable: true });
  }
  const names = Object.keys(custom).sort();
  if (names.length === 0) return { fields, left };
  const sorted = Object.fromEntries(names.map((name) => [name, custom[name] ?? null]));
  return { fields: { ...fields, custom_attributes: sorted }, left };
}

/** What is live of a field that a plan would change; null where nothing is. */
export function liveValue(field: FieldChange): Json {
  return !isMembership(field) && 'before' in field ? (field.before ?? null) : null;
}

/** Takes what is not held out of a list, and puts in what an exact list would take off. Tags ignore case. */
export function membershipEdit(path: string, { add, remove }: MembershipChange): Edit {
  return { op: 'list', path: [path], add: remove, drop: add, fold: path === 'tags' };
}

/**
 * The same for lists of people and companies. What carries a tag under a former name has it, as far as manifests go: they may
 * say its name of today only.
 */
export function memberEdits(
  path: string,
  { add, remove }: MembershipChange,
  { formerTags }: Pick<Catalog, 'formerTags'>,
): readonly Edit[] {
  if (path !== 'tags') return [membershipEdit(path, { add, remove })];
  const formers = remove.flatMap((name) => formerTags.get(name.toLowerCase()) ?? []);
  const heirs = new Set(formers.map(({ heir }) => heir.name.toLowerCase()));
  const rest = {
    add: add.filter((name) => !heirs.has(name.toLowerCase())),
    remove: remove.filter((name) => !formerTags.has(name.toLowerCase())),
  };
  return rest.add.length + rest.remove.length === 0 ? [] : [membershipEdit(path, rest)];
}

/**
 * Sets a field to what is live. A former option counts as the one that has replaced it: its holders are moved anyway, and no
 * manifest can hold it.
 */
export function valueEdits(
  path: string,
  field: FieldChange,
  model: Model,
  catalog: Catalog,
): readonly Edit[] {
  const held = liveValue(field);
  const live = optionOfToday(path, held, model, catalog) ?? held;
  if (live !== held && !isMembership(field) && field.after === live) return [];
  return [{ op: 'set', path: manifestKeys(path), value: declaredValue(path, live, model, catalog) }];
}

function optionOfToday(path: string, value: Json, model: Model, { carrying }: Catalog): string | undefined {
  const name = attributeName(path);
  const rule = carrying.rules.find((one) => one.model === model && one.attribute === name);
  return rule?.was.get(String(value));
}

/** A field path as keys of a manifest. */
export function manifestKeys(path: string): readonly string[] {
  const name = attributeName(path);
  return name === undefined ? [path] : ['custom_attributes', name];
}

/** Instants are written as people read them. */
function declaredValue(path: string, value: Json, model: Model, catalog: Catalog): Json {
  const name = attributeName(path);
  const type = name === undefined ? undefined : catalog.attributes.get(`${model}/${name}`)?.type;
  const isInstant = type === 'date' || type === 'datetime' || (name === undefined && path.endsWith('_at'));
  return isInstant && typeof value === 'number' ? pulledInstant(value) : value;
}
