/** Shared by all records that have nothing in a list or object: a large workspace stays small. */
export const EMPTY_LIST: readonly never[] = Object.freeze([]);
export const EMPTY_OBJECT: Readonly<Record<string, never>> = Object.freeze({});
