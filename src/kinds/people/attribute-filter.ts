import { attributeName, isAttributePath } from '../../types/attribute-path.ts';
import { isJsonObject, type Json, type JsonObject } from '../../types/json.ts';

/** The field paths of the custom attributes that a search filter, or one inside it, asks for. */
export function attributesIn({ field, value }: JsonObject): readonly string[] {
  if (typeof field === 'string') return isAttributePath(field) ? [field] : [];
  return Array.isArray(value)
    ? value.flatMap((one: Json) => (isJsonObject(one) ? attributesIn(one) : []))
    : [];
}

/**
 * Whether custom attributes match a search filter, as far as the filter asks whether they are equal to something, or empty.
 * Anything else in it counts as matched.
 */
export function holdsAttributes(held: JsonObject, { field, operator, value }: JsonObject): boolean {
  if (Array.isArray(value) && typeof field !== 'string') {
    const each = (one: Json) => !isJsonObject(one) || holdsAttributes(held, one);
    return operator === 'OR' ? value.some(each) : value.every(each);
  }
  const name = typeof field === 'string' ? attributeName(field) : undefined;
  if (name === undefined || (operator !== '=' && operator !== '!=')) return true;
  const isEqual = String(held[name] ?? '') === String(value ?? '');
  return isEqual === (operator === '=');
}
