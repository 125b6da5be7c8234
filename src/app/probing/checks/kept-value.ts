import { isJsonObject, type Json, type JsonObject } from '../../../types/json.ts';

/** The value of a custom attribute; undefined where the contact has none. */
export function keptValue(contact: JsonObject, name: string): Json | undefined {
  const values = contact['custom_attributes'];
  return isJsonObject(values) ? values[name] : undefined;
}
