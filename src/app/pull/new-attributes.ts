import { checkAttributes } from '../../kinds/attribute/check.ts';
import type { AttributeDeclaration } from '../../kinds/attribute/declaration.ts';
import { indexAttributes, type LiveAttribute } from '../../kinds/attribute/live.ts';
import { address } from '../../types/address.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Cell } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { WireAttribute } from '../../types/intercom.ts';
import type { Json, JsonObject } from '../../types/json.ts';
import { createCatalog } from '../catalog.ts';
import { byKey, leftOut, type NewItem, type NewItems } from './new-item.ts';
import { isLikelySensitive } from './sensitive-names.ts';

const TYPES = new Set(['string', 'integer', 'float', 'boolean', 'date', 'options']);

/** Custom attributes that no manifest declares, archived ones included. */
export function newAttributes(rows: readonly WireAttribute[], catalog: Catalog): NewItems {
  const live = indexAttributes(rows);
  const taken = new Map<string, string>();
  for (const { model, name, declared } of catalog.attributes.values())
    if (declared !== undefined) taken.set(caseKey(model, name), name);
  const builtIn = new Set(
    [...live.values()].filter(({ custom }) => !custom).map(({ model, name }) => caseKey(model, name)),
  );
  const items: NewItem[] = [];
  const left: Diagnostic[] = [];
  const candidates = rows
    .filter((row) => row.custom ?? row.id !== undefined)
    .map(({ model, name }) => ({
      model: model === 'company' ? ('company' as const) : ('contact' as const),
      key: name,
    }))
    .sort((a, b) => (a.model === b.model ? byKey(a, b) : a.model < b.model ? 1 : -1));
  for (const { model, key: name } of candidates) {
    const declaredAt = address('attribute', model, name);
    if (catalog.attributes.get(`${model}/${name}`)?.declared !== undefined) continue;
    const attribute = live.get(`${model}/${name}`);
    const why =
      attribute?.custom === true && !builtIn.has(caseKey(model, name))
        ? refusal(attribute, declaredAt, taken)
        : 'a standard attribute has the same name';
    if (attribute === undefined || why !== undefined) {
      left.push(leftOut(declaredAt, 'an attribute cannot be declared and stays unmanaged', why ?? ''));
      continue;
    }
    if (taken.get(caseKey(model, name)) === name) continue;
    taken.set(caseKey(model, name), name);
    items.push({ kind: 'attribute', model, address: declaredAt, key: name, fields: fieldsOf(attribute) });
  }
  return { items, left };
}

/** What validate would say of it; undefined where it can be declared. */
function refusal(
  attribute: LiveAttribute,
  declaredAt: string,
  taken: ReadonlyMap<string, string>,
): string | undefined {
  if (!TYPES.has(attribute.type)) return `its type is ${attribute.type}`;
  const twin = taken.get(caseKey(attribute.model, attribute.name));
  if (twin !== undefined && twin !== attribute.name)
    return `it differs from ${JSON.stringify(twin)} in case only`;
  if ((attribute.options ?? []).includes('')) return 'one of its options is empty';
  const findings: Diagnostic[] = [];
  checkAttributes(
    [declarationOf(attribute, declaredAt)],
    createCatalog({ online: false, timezone: 'UTC' }),
    (finding) => findings.push(finding),
  );
  return findings.find(({ severity }) => severity === 'error')?.summary;
}

function declarationOf(attribute: LiveAttribute, declaredAt: string): AttributeDeclaration {
  const place = { file: '' };
  const cells = Object.entries(fieldsOf(attribute)).map(([path, value]): [string, Cell] => [
    path,
    { value, place },
  ]);
  const { model, name } = attribute;
  return {
    kind: 'attribute',
    address: declaredAt,
    place,
    order: 0,
    version: null,
    cells: new Map(cells),
    model,
    name,
  };
}

/** What is left at its default is not written: silence means unmanaged. */
function fieldsOf(attribute: LiveAttribute): JsonObject {
  const fields: Record<string, Json> = { type: attribute.type };
  if (attribute.options !== undefined) fields['options'] = attribute.options;
  if (attribute.description !== '') fields['description'] = attribute.description;
  if (attribute.messenger_writable) fields['messenger_writable'] = true;
  if (attribute.archived) fields['archived'] = true;
  if (isLikelySensitive(attribute.name)) fields['sensitive'] = true;
  return fields;
}

function caseKey(model: string, name: string): string {
  return `${model}/${name.toLowerCase()}`;
}
