import type { Cell } from '../types/declaration.ts';
import type { Json, JsonObject } from '../types/json.ts';
import { objectOrEmpty } from './json/object.ts';
import type { SourceContext } from './source-context.ts';

/** The `defaults` of a source as cells, `custom_attributes` one level flattened. */
export function sourceDefaults(source: JsonObject, context: SourceContext): ReadonlyMap<string, Cell> {
  const cells = new Map<string, Cell>();
  const put = (field: string, value: Json, path: readonly string[]) =>
    cells.set(field, context.cellOf?.(path) ?? { value, place: context.placeOf(path) });
  for (const [field, value] of Object.entries(objectOrEmpty(source['defaults']))) {
    if (field !== 'custom_attributes') put(field, value, ['defaults', field]);
    else {
      for (const [name, inner] of Object.entries(objectOrEmpty(value))) {
        put(`${field}.${name}`, inner, ['defaults', field, name]);
      }
    }
  }
  return cells;
}
