/**
 * A form that is the same for near-equal values: `Pro `, `PRO`, `Ｐｒｏ` and `pro` have one. It ignores case, white space
 * anywhere, full-width and other compatibility forms, and characters that take no room.
 */
export function valueForm(text: string): string {
  const folded = text.normalize('NFKC').toLowerCase().normalize('NFKC');
  return folded.replace(/[\s\p{Cf}]+/gu, '');
}

/** As valueForm, and without underscores and hyphens: `company size`, `companySize` and `company_size` have one form. */
export function nameForm(name: string): string {
  return valueForm(name).replace(/[_\-‐‑–]+/g, '');
}

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
