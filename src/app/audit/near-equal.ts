export { nameForm, valueForm } from '../../types/near-equal.ts';

/** Groups of two and more that have one form, in the order of their first members. Empty forms are left out. */
export function nearEqual<T>(items: Iterable<T>, form: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = form(item);
    if (key === '') continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** By code units, so that a report is the same on every machine. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
