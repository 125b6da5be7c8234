import type { Catalog, KnownAttribute } from '../../types/catalog.ts';
import type { PeopleReader } from '../people-calls.ts';
import { ATTRIBUTES } from './calls.ts';
import type { AttributeDeclaration } from './declaration.ts';
import { indexAttributes, type LiveAttribute, type LiveAttributes } from './live.ts';
import { countOutside } from './outside-options.ts';

/** What was read of attributes. */
export interface ObservedAttributes {
  readonly live: LiveAttributes;
  /** Address → contacts that hold a value outside the declared options; null where they cannot be counted. */
  readonly outside: ReadonlyMap<string, number | null>;
}

/** Reads all attributes and adds the live ones that no manifest declares to the catalog. */
export async function observeAttributes(
  declared: readonly AttributeDeclaration[],
  catalog: Catalog,
  reader: PeopleReader,
): Promise<ObservedAttributes> {
  const live = indexAttributes(await reader.list(ATTRIBUTES));
  for (const [key, attribute] of live) {
    if (!attribute.custom) continue;
    if (attribute.archived) catalog.carrying.hidden.add(key);
    else catalog.carrying.live.set(key, attribute.type);
    if (!catalog.attributes.has(key)) catalog.attributes.set(key, known(attribute));
  }
  return { live, outside: await countOutside(declared, live, reader) };
}

function known(attribute: LiveAttribute): KnownAttribute {
  return {
    model: attribute.model,
    name: attribute.name,
    type: attribute.type,
    options: attribute.options,
    archived: attribute.archived,
    sensitive: false,
    declared: undefined,
    place: undefined,
  };
}
