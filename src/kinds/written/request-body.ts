import { attributeName } from '../../types/attribute-path.ts';
import type { Json, JsonObject } from '../../types/json.ts';

/** Field paths and values as a request body: `custom_attributes.plan` becomes nested. */
export function bodyOf(fields: Readonly<Record<string, Json>>): JsonObject {
  const body: Record<string, Json> = {};
  const custom: Record<string, Json> = {};
  for (const [path, value] of Object.entries(fields)) {
    const name = attributeName(path);
    if (name === undefined) body[path] = value;
    else custom[name] = value;
  }
  return Object.keys(custom).length === 0 ? body : { ...body, custom_attributes: custom };
}
