/**
 * Whether many users are created with one request where that is possible (design 7.8): `auto`, or `off`, where everybody is
 * created with a request of their own.
 */
export const BULK_MODES = ['auto', 'off'] as const;
export type BulkMode = (typeof BULK_MODES)[number];

/** What applies learned of bulk requests in a workspace; the store keeps it. Times are milliseconds since the epoch. */
export interface BulkMemory {
  /** When Intercom last refused them as such; absent: it never did. */
  readonly refused_at?: number;
  /** Objects that one request may have, where it turned out to be fewer than documented. */
  readonly most?: number;
}

/** How many objects went which way. */
export interface BulkTally {
  /** Bulk requests that were accepted, or may have been. */
  readonly requests: number;
  /** Objects in them. */
  readonly sent: number;
  /** Those of them that were there afterwards, as a read told. */
  readonly made: number;
}
