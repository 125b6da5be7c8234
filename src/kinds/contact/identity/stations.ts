/** Groups of people come one rank after the other, and those of one rank in the order of who begins them. */
export interface PlaceOfGroup {
  readonly rank: number;
  readonly order: number;
}

/** So many ranks of groups there are. */
export const GROUP_RANKS = 5;

/** Stations that people go through one after the other, by rank; where groups go through one, it has a rank for each of theirs. */
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
 * Is told where the deciding is, so that what parts of the people find can be told in the order in which it would be found of all at
 * once: by rank, then by order; without one, by the position of the declaration that a finding is about.
 */
export type Station = (rank: number, order?: number) => void;
