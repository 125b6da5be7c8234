/** How many addresses a message lists. */
export const MOST_ADDRESSES = 3;

/** What a message says behind the addresses that it lists, of `count` in all. */
export function moreThan(samples: readonly string[], count: number): string {
  return count > samples.length ? `, and ${count - samples.length} more` : '';
}
