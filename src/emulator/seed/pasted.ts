import { isJsonObject, type Json } from '../../types/json.ts';

/** The items of what may be a list. */
export function pastedList(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** What stands under a key of what may be an object, where it is text; else ''. */
export function pastedText(value: Json, key: string): string {
  const found = isJsonObject(value) ? value[key] : undefined;
  return typeof found === 'string' ? found : '';
}
