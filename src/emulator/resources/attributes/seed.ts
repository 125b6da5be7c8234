import { isJsonObject, type Json } from '../../../types/json.ts';
import type { SeedPart } from '../../seed/part.ts';
import { notKept, type SeedShape } from '../../seed/shape.ts';
import { checkUnique } from '../../seed/unique.ts';
import type { Workspace } from '../../workspace.ts';
import { adminsOf } from '../admins/store.ts';
import { attributesOf, DECLARED_TYPES } from './store.ts';

export interface AttributesSeed {
  readonly attributes?: readonly SeedAttribute[];
}

export interface SeedAttribute {
  readonly id?: number;
  readonly model: 'contact' | 'company';
  readonly name: string;
  /** string, integer, float, boolean, date, datetime or options. */
  readonly data_type: string;
  readonly options?: readonly (string | { readonly value: string })[];
  readonly description?: string | null;
  readonly messenger_writable?: boolean;
  readonly archived?: boolean;
}

const ATTRIBUTE: SeedShape = {
  object: {
    id: 'a whole number',
    model: { oneOf: ['contact', 'company'] },
    name: 'a text',
    data_type: { oneOf: [...DECLARED_TYPES.keys()] },
    options: { list: { anyOf: ['a text', { object: { value: 'a text' }, required: ['value'] }] } },
    description: 'a string or null',
    messenger_writable: 'true or false',
    archived: 'true or false',
    // A built-in one, which every workspace has, is passed over.
    custom: 'anything',
    ...notKept('type', 'full_name', 'label', 'api_writable', 'ui_writable', 'admin_id'),
    ...notKept('created_at', 'updated_at'),
  },
  required: ['model', 'name', 'data_type'],
};

export const attributesSeed: SeedPart<AttributesSeed> = {
  shape: { list: ATTRIBUTE },
  plain: (part) => (Array.isArray(part) ? part.filter((one: Json) => !isBuiltIn(one)) : part),
  check({ attributes = [] }, report) {
    checkUnique(attributes, 'attributes', ['id'], report);
    const names = attributes.map(({ model, name }) => ({ name: `${model}/${name}` }));
    checkUnique(names, 'attributes', ['name'], report);
  },
  load({ attributes = [] }, workspace) {
    for (const { id } of attributes) if (id !== undefined) attributesOf(workspace).reserve(id);
    for (const attribute of attributes) loadAttribute(attribute, workspace);
  },
};

function isBuiltIn(attribute: Json): boolean {
  return isJsonObject(attribute) && attribute.custom === false;
}

function loadAttribute(seed: SeedAttribute, workspace: Workspace): void {
  const attributes = attributesOf(workspace);
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
    admin_id: adminsOf(workspace).me?.id ?? '',
    created_at: workspace.now(),
    updated_at: workspace.now(),
  });
}
