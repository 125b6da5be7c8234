import { address } from '../../types/address.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Cell } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { Json, JsonObject } from '../../types/json.ts';
import type { NewItem, NewItems, PullContext, Pulling } from '../../types/kind/pulling.ts';
import { goesOver, rulesFrom } from '../carrying/going-over.ts';
import { addedEdits } from '../pulled/additions.ts';
import { byKey, leftOut } from '../pulled/items.ts';
import { caseForm, differsOnlyIn } from '../values/name-case.ts';
import { ATTRIBUTES } from './calls.ts';
import { type AttributeDeclaration, declaredAttributeType } from './declaration.ts';
import { attributeEdits, refusedAttributes } from './drift.ts';
import { indexAttributes, isCustomRow, isDeclarableType, type LiveAttribute, sameType } from './live.ts';
import { isLikelySensitive } from './sensitive-words.ts';
import type { WireAttribute } from './wire.ts';

export const attributePulling: Pulling<AttributeDeclaration, readonly WireAttribute[]> = {
  part: 'attributes',
  help: 'Write data attributes, also archived ones.',
  form: {
    items: 'map',
    list: 'attributes',
    base: 'attributes',
    pathOf: ({ model, name }) => ({ key: name, head: { model } }),
  },
  neededBy: 'every part',
  driftsBy: ['archive', 'unarchive'],
  read: (reader) => reader.list(ATTRIBUTES),
  count: (rows) => rows.filter(isCustomRow).length,
  undeclared: undeclaredAttributes,
  edits: attributeEdits,
  additions: (declaration, { read }) => {
    const live = indexAttributes(read).get(`${declaration.model}/${declaration.name}`);
    const type = declaredAttributeType(declaration);
    if (live?.custom !== true || type === undefined || !sameType(type, live.type)) return [];
    return addedEdits(declaration, fieldsOf(live));
  },
  driftBeyondPlan: refusedAttributes,
};

/** Custom attributes that no manifest declares, archived ones included. */
function undeclaredAttributes(rows: readonly WireAttribute[], context: PullContext): NewItems {
  const { catalog } = context;
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
    .filter(isCustomRow)
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
        ? refusal(attribute, declaredAt, { taken, context })
        : 'a standard attribute has the same name';
    if (attribute === undefined || why !== undefined) {
      left.push(leftOut(declaredAt, 'an attribute cannot be declared and stays unmanaged', why ?? ''));
      continue;
    }
    if (taken.get(caseKey(model, name)) === name || isGoingOver(attribute, catalog)) continue;
    taken.set(caseKey(model, name), name);
    const fields = fieldsOf(attribute);
    items.push({ kind: 'attribute', head: { model }, address: declaredAt, key: name, fields });
  }
  return { items, left };
}

/** Whether a manifest takes its values over and archives it, or it is archived already: declared, it would be refused. */
function isGoingOver({ model, name, archived }: LiveAttribute, catalog: Catalog): boolean {
  return goesOver(model, name, catalog) || (archived && rulesFrom(model, name, catalog).length > 0);
}

/** Why `validate` would refuse the attribute; undefined where it can be declared. */
function refusal(
  attribute: LiveAttribute,
  declaredAt: string,
  { taken, context }: { readonly taken: ReadonlyMap<string, string>; readonly context: PullContext },
): string | undefined {
  if (!isDeclarableType(attribute.type)) return `its type is ${attribute.type}`;
  const twin = taken.get(caseKey(attribute.model, attribute.name));
  if (twin !== undefined && twin !== attribute.name)
    return `it differs from ${JSON.stringify(twin)} ${differsOnlyIn(attribute.name, twin)}`;
  if ((attribute.options ?? []).includes('')) return 'one of its options is empty';
  return context.refusal(declarationOf(attribute, declaredAt));
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

/** Leaves out fields that have their default: a field that is not written is unmanaged. */
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
  return `${model}/${caseForm(name)}`;
}
