/**
 * The form in which near-equal values coincide: `Pro `, `PRO`, `Ｐｒｏ` and `pro` have one. Case, white space anywhere, full-width
 * and other compatibility forms, and characters that take no room make no difference.
 */
export function valueForm(text: string): string {
  const folded = text.normalize('NFKC').toLowerCase().normalize('NFKC');
  return folded.replace(/[\s\p{Cf}]+/gu, '');
}

/** As valueForm; underscores and hyphens make no difference either: `company size`, `companySize` and `company_size`. */
export function nameForm(name: string): string {
  return valueForm(name).replace(/[_\-‐‑–]+/g, '');
}
