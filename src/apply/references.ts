import type { Json, JsonObject } from '../types/json.ts';
import type { Step, WriteRequest } from '../types/step.ts';

export type ResolvedRequest =
  | { readonly request: WriteRequest; readonly missing?: undefined }
  /** An address whose id is not known. */
  | { readonly missing: string };

/**
 * Replaces `{address}` in a path and `{ref: address}` in a body by Intercom ids. In a body only objects with `ref` as their one
 * key count, and nothing below `custom_attributes`, where users choose the keys and may call one `ref`.
 */
export function resolveReferences(
  request: WriteRequest,
  idOf: (address: string) => string | undefined,
): ResolvedRequest {
  const missing: string[] = [];
  const lookUp = (address: string): string => {
    const id = idOf(address);
    if (id === undefined) missing.push(address);
    return id ?? '';
  };
  const path = request.path.replace(/\{([^{}]*)\}/g, (_, address: string) =>
    encodeURIComponent(lookUp(address)),
  );
  const body = request.body === undefined ? undefined : resolveMembers(request.body, lookUp);
  const [first] = missing;
  if (first !== undefined) return { missing: first };
  return { request: body === undefined ? { ...request, path } : { ...request, path, body } };
}

/** The addresses whose ids a step needs: those in its request, and those in its `refers`. */
export function referencesOf({ request, refers = [] }: Step): readonly string[] {
  const found = [...refers];
  resolveReferences(request, (address) => {
    found.push(address);
    return undefined;
  });
  return found;
}

function resolveMembers(object: JsonObject, lookUp: (address: string) => string): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [
      key,
      key === 'custom_attributes' ? value : resolveValue(value, lookUp),
    ]),
  );
}

function resolveValue(value: Json, lookUp: (address: string) => string): Json {
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map((element) => resolveValue(element, lookUp));
  const { ref } = value;
  if (typeof ref === 'string' && Object.keys(value).length === 1) return lookUp(ref);
  return resolveMembers(value, lookUp);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
