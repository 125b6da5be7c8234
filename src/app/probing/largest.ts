/** Which size to try first, and beyond which nothing is tried. */
export interface SizeRange {
  /** What is taken for granted. */
  readonly assumed: number;
  readonly bound: number;
}

/**
 * The largest size up to the bound that is accepted, 0 where none is. The usual cases need few tries:
 *
 *   assumed accepted, one more refused     2
 *   the bound accepted                     3
 *   else                                   halves what is left
 */
export async function largestAccepted(
  { assumed, bound }: SizeRange,
  accepts: (size: number) => Promise<boolean>,
): Promise<number> {
  if (!(await accepts(assumed))) return between(0, assumed, accepts);
  if (assumed >= bound || !(await accepts(assumed + 1))) return assumed;
  if (await accepts(bound)) return bound;
  return between(assumed + 1, bound, accepts);
}

/** `low` is accepted, or 0; `high` is not. */
async function between(
  low: number,
  high: number,
  accepts: (size: number) => Promise<boolean>,
): Promise<number> {
  let [most, least] = [low, high];
  while (least - most > 1) {
    const middle = Math.floor((most + least) / 2);
    if (await accepts(middle)) most = middle;
    else least = middle;
  }
  return most;
}
