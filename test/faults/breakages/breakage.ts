/** A small mistake that somebody could make, kept as data: the suite has to notice it. */
export interface Breakage {
  readonly name: string;
  /** From the root of the repository. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** What goes wrong then. */
  readonly why: string;
  /** Of the seeded suite; others are tried where this one no longer catches it. */
  readonly seed: number;
}
