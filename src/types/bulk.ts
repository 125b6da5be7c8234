/**
 * Whether many contacts are written with one request where that is possible (design 7.8): `auto`, or `off`, where everybody is
 * written with a request of their own.
 */
export const BULK_MODES = ['auto', 'off'] as const;
export type BulkMode = (typeof BULK_MODES)[number];

/** A request of fewer objects saves nothing: its job and a search are read as well. */
export const LEAST_OF_BULK = 3;

/** What bulk requests do. Intercom may serve one of the two and refuse the other. */
export const BULK_VERBS = ['create', 'update'] as const;
export type BulkVerb = (typeof BULK_VERBS)[number];

/** What applies learned of bulk requests in a workspace; the store keeps it. Times are milliseconds since the epoch. */
export interface BulkMemory {
  /** When Intercom last refused those that create; absent: it never did. */
  readonly refused_at?: number;
  /** The same of those that update. */
  readonly update_refused_at?: number;
  /** Objects that one request may have, where it turned out to be fewer than documented. */
  readonly most?: number;
}

/** How many objects went which way. */
export interface BulkTally {
  /** Bulk requests that create and were accepted, or may have been. */
  readonly requests: number;
  /** Objects in them. */
  readonly sent: number;
  /** Those of them that were there afterwards, as a read told. */
  readonly made: number;
  /** The same of bulk requests that update; absent where none was sent. */
  readonly updates?: {
    readonly requests: number;
    readonly sent: number;
    /** Those of them that were as wanted afterwards, as a read told. */
    readonly updated: number;
  };
}
