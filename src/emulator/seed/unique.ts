import type { ReportProblem } from './problem.ts';

/** Reports every item of a list whose value under one of these keys an earlier one has already. */
export function checkUnique(
  items: readonly object[] | undefined,
  list: string,
  keys: readonly string[],
  report: ReportProblem,
): void {
  for (const key of keys) {
    const seen = new Map<unknown, number>();
    for (const [position, item] of (items ?? []).entries()) {
      const value: unknown = Reflect.get(item, key);
      if (value === undefined) continue;
      const before = seen.get(value);
      if (before === undefined) seen.set(value, position);
      else report(`${list}[${position}].${key}`, `"${String(value)}" is that of ${list}[${before}] already`);
    }
  }
}
