import type { Json } from './json.ts';

/**
 * How much is read again right before it is written (design 7.3): contacts through search, many a request, which knows what
 * the index knows; or every contact by id, one request each, which knows what Intercom holds.
 */
export const RECHECK_MODES = ['batch', 'each'] as const;
export type RecheckMode = (typeof RECHECK_MODES)[number];

/** How the live side of one change is read again. */
export type Reread =
  /** By itself, in this many requests, so that its write can follow at once. */
  | { readonly how: 'alone'; readonly reads: number }
  /** With others of its kind in one request: a list, or a search. */
  | { readonly how: 'together' }
  | { readonly how: 'not' };

/** Changes that are read again together at most: the lookup keys of one search (design 5). */
export const MOST_REREAD_TOGETHER = 150;

/** Another field of an object than those that were written: what a read before the write and the answer to it show. */
export interface EditedField {
  readonly field: string;
  readonly read: Json;
  readonly now: Json;
}
