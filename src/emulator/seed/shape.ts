/** What a value of the seed must look like; a plain string is a rule that reads as "must be …". */
export type Shape =
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
  | { readonly anyOf: readonly Shape[] }
  | { readonly list: Shape }
  | ObjectShape;

export interface ObjectShape {
  readonly object: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
}

export const TEXTS: Shape = { list: 'a text' };

/** What the API shows beside the fields of a seed: taken, so that its answers can stand in a seed, and not kept. */
export function notKept(...names: readonly string[]): Readonly<Record<string, Shape>> {
  return Object.fromEntries(names.map((name) => [name, 'anything']));
}
