/** The order of groups: by rank, and within a rank by the order of the declaration that begins the group. */
export interface PlaceOfGroup {
  readonly rank: number;
  readonly order: number;
}

/** How many ranks of groups there are. */
export const GROUP_RANKS = 5;

/** The stations of resolving, by rank. A station through which groups go has one rank for each rank of groups. */
export const STATIONS = {
  identifying: 0,
  joining: 1,
  closing: 6,
  combining: 11,
  creating: 16,
  ids: 30,
  emails: 31,
  absorbed: 32,
  conflicts: 40,
  appearing: 41,
  merges: 50,
} as const;

/**
 * Called with the station that resolving has reached. So findings about parts of the people can be sorted as if all people
 * had been resolved at once: by rank, then by order, or without an order by the position of the declaration that the finding
 * is about.
 */
export type Station = (rank: number, order?: number) => void;
