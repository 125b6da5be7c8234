/** A row with these keys and no others, in this order; keys that it lacks stay absent. */
export function pickedRow<T extends object>(row: T, keys: readonly (keyof T & string)[]): T {
  // The keys that are left out are optional in the type, or read as absent.
  return Object.fromEntries(keys.flatMap((key) => (row[key] === undefined ? [] : [[key, row[key]]]))) as T;
}
