import type { Json } from '../../types/json.ts';

/** Whether two lists of names or options, neither of which repeats one, hold the same in any order. */
export function sameSet(a: readonly Json[], b: readonly Json[]): boolean {
  if (a.length !== b.length) return false;
  const [left, right] = [new Set(a), new Set(b)];
  return left.size === right.size && a.every((value) => right.has(value));
}
