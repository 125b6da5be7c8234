import { attributePath, isAttributePath } from '../../types/attribute-path.ts';
import type { Declaration } from '../../types/declaration.ts';
import { isJsonObject, type Json, type JsonObject } from '../../types/json.ts';
import type { Edit } from '../../types/kind/pulling.ts';

/** What says what an item is, or is no field of Intercom: a pull changes it where it differs, and never adds it. */
const NOT_ADDED = new Set(['type', 'archived', 'sensitive']);

/** The edits that declare those of these fields of which a declaration says nothing. `fields` are as a new item would have them. */
export function addedEdits(declaration: Declaration, fields: JsonObject): readonly Edit[] {
  return Object.entries(fields).flatMap(([path, value]): readonly Edit[] => {
    if (path === 'custom_attributes' && isJsonObject(value)) return addedAttributes(declaration, value);
    if (NOT_ADDED.has(path) || declaration.cells.has(path)) return [];
    return [{ op: 'set', path: [path], value }];
  });
}

/** Into the map that stands where the item is declared first, or all in one map that is made for them. */
function addedAttributes({ cells, place }: Declaration, values: JsonObject): readonly Edit[] {
  const added = Object.entries(values).filter(([name]) => !cells.has(attributePath(name)));
  if (added.length === 0) return [];
  const isThere = [...cells].some(
    ([path, cell]) => isAttributePath(path) && cell.place.file === place.file && cell.place.row === undefined,
  );
  if (!isThere) return [{ op: 'set', path: ['custom_attributes'], value: Object.fromEntries(added) }];
  return added.map(([name, value]: [string, Json]) => ({
    ...{ op: 'set', path: ['custom_attributes', name], value },
  }));
}
