/** How much is joined. */
export interface Grouping {
  /** A shape with more changes than this is shown as one group (design 6.3). */
  readonly shownApart: number;
  /** Into how many groups one shape may part where its fields have few values: `plan free → pro`, `plan pro → free`. */
  readonly mostParts: number;
  /** Groups beyond this many are joined by kind and action alone, the smallest first. */
  readonly mostGroups: number;
  /** Changes of rare shapes beyond this many are joined in the same way. */
  readonly mostApart: number;
  /** Whether creates of a kind are one shape: which cells of a row are empty says little of somebody new. */
  readonly joinsCreates: boolean;
}

/** Changes of a group that are shown in full. */
export const SAMPLES = 3;

/** For files, which may be long. */
export const WIDE: Grouping = {
  shownApart: 20,
  mostParts: 12,
  mostGroups: 60,
  mostApart: 500,
  joinsCreates: false,
};
/** For a screen: what is most is told apart, the rest by kind and action. */
export const TIGHT: Grouping = {
  shownApart: SAMPLES,
  mostParts: 4,
  mostGroups: 8,
  mostApart: 6,
  joinsCreates: true,
};
/** One group for each kind and action. */
export const TIGHTEST: Grouping = {
  shownApart: SAMPLES,
  mostParts: 1,
  mostGroups: 0,
  mostApart: 0,
  joinsCreates: true,
};
