import { attributePath } from '../../types/attribute-path.ts';
import type { Json, JsonObject } from '../../types/json.ts';
import type { Holder } from './carried.ts';

/**
 * What custom attributes as read hold. Intercom leaves out those that were never set, and shows those that were cleared as
 * null (intercom 8.6 and 8.7).
 */
export function customHolder(custom: JsonObject = {}): Holder {
  const fields = new Map<string, Json>();
  const cleared: string[] = [];
  for (const [name, value] of Object.entries(custom)) {
    if (value === null) cleared.push(attributePath(name));
    else if (value !== undefined && value !== '') fields.set(attributePath(name), value);
  }
  return { fields, cleared };
}
