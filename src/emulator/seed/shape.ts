/** What a value of the seed must look like; a plain string is a rule that reads as "must be …". */
export type SeedShape =
  | 'a string'
  | 'a text'
  | 'a string or null'
  | 'a number'
  | 'a whole number'
  | 'a whole number or null'
  | 'true or false'
  | 'digits'
  | 'an object'
  | 'anything'
  | { readonly oneOf: readonly string[] }
  | { readonly anyOf: readonly SeedShape[] }
  | { readonly list: SeedShape }
  | ObjectShape;

export interface ObjectShape {
  readonly object: Readonly<Record<string, SeedShape>>;
  readonly required?: readonly string[];
}

export const TEXTS: SeedShape = { list: 'a text' };

/** What the API shows beside the fields of a seed: taken, so that its answers can stand in a seed, and not kept. */
export function notKept(...names: readonly string[]): Readonly<Record<string, SeedShape>> {
  return Object.fromEntries(names.map((name) => [name, 'anything']));
}
