import type { Json } from '../../types/json.ts';
import { graphemes } from '../terminal/width.ts';

/** Of strings with more graphemes than this, a common beginning and end are cut so that the difference stays in view. */
const LONG = 40;
/** Graphemes of the common part that stay for orientation. */
const CONTEXT = 8;

/** UTF-16 units that are kept around the first and the last difference before graphemes are counted, which is slow. */
const NEAR_UNITS = 1000;

/** Two long strings without most of what they have in common. */
export function tellApart(before: Json, after: Json): [Json, Json] {
  if (typeof before !== 'string' || typeof after !== 'string') return [before, after];
  const [near, next] = nearDifference(before, after);
  const a = graphemes(near);
  const b = graphemes(next);
  if (Math.min(a.length, b.length) <= LONG) return [before, after];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const cutHead = Math.max(0, head - CONTEXT);
  const cutTail = Math.max(0, tail - CONTEXT);
  const part = (all: readonly string[]) =>
    `${cutHead > 0 ? '…' : ''}${all.slice(cutHead, all.length - cutTail).join('')}${cutTail > 0 ? '…' : ''}`;
  return [part(a), part(b)];
}

/** Two long texts, cut down to the neighbourhood of where they differ. */
function nearDifference(before: string, after: string): [string, string] {
  const shorter = Math.min(before.length, after.length);
  if (shorter <= 4 * NEAR_UNITS) return [cut(before, 0, before.length), cut(after, 0, after.length)];
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const from = Math.max(0, head - NEAR_UNITS);
  const spare = Math.max(0, tail - NEAR_UNITS);
  return [cut(before, from, before.length - spare), cut(after, from, after.length - spare)];
}

/** A part of a text, its middle left out where even that is long. */
function cut(text: string, from: number, to: number): string {
  const part = text.slice(from, to).toWellFormed();
  const middle =
    part.length <= 8 * NEAR_UNITS ? part : `${part.slice(0, 2 * NEAR_UNITS)}…${part.slice(-2 * NEAR_UNITS)}`;
  return `${from > 0 ? '…' : ''}${middle}${to < text.length ? '…' : ''}`;
}
