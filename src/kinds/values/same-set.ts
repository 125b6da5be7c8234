import type { Json } from '../../types/json.ts';

/** Whether two lists of names or options hold the same, in any order, each as often. */
export function sameSet(a: readonly Json[], b: readonly Json[]): boolean {
  if (a.length !== b.length) return false;
  const [left, right] = [new Set(a), new Set(b)];
  return left.size === right.size && a.every((value) => right.has(value));
}
