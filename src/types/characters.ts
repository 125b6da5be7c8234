/** How many characters a text has: an emoji is one, though it takes two units of UTF-16. Limits are meant in these. */
export function charactersIn(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Whether it has more characters than these. */
export function isLonger(text: string, limit: number): boolean {
  return text.length > limit && charactersIn(text) > limit;
}
