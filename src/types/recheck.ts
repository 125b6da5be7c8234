import type { Json } from './json.ts';

/**
 * How contacts are read again right before they are written (design 7.3). `batch`: by search, many in one request, as the
 * index shows them; `each`: by id, one request each, as Intercom holds them.
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

/** How many changes are read again together at most: the lookup keys of one search (design 5). */
export const MOST_REREAD_TOGETHER = 150;

/**
 * A field that was not written and yet differs between the read before the write and the answer to it: somebody else edited
 * it.
 */
export interface EditedField {
  readonly field: string;
  readonly read: Json;
  readonly now: Json;
}
