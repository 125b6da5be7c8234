import type { Json, JsonObject } from '../types/json.ts';
import type { Step, WriteRequest } from '../types/step.ts';

export type Resolved =
  | { readonly request: WriteRequest; readonly missing?: undefined }
  /** An address whose Intercom id is not known. */
  | { readonly missing: string };

/**
 * Puts Intercom ids in the place of `{address}` in a path and of `{ref: address}` in a body. Only whole `{ref}` objects
 * outside `custom_attributes` count: below it the keys are people's own, and one of them may be called `ref`.
 */
export function resolveReferences(
  request: WriteRequest,
  idOf: (address: string) => string | undefined,
): Resolved {
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

/** The addresses whose Intercom ids a step needs: those that its request refers to, and those that it names itself. */
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
