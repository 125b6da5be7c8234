import type { Diagnostic } from '../../types/diagnostic.ts';

/** A live thing or value that a manifest cannot hold: it stays unmanaged. `address` and `detail` hold no personal data. */
export function leftOut(address: string, summary: string, detail: string, help?: string): Diagnostic {
  return {
    code: 'not-pulled',
    severity: 'info',
    summary,
    detail,
    ...(help === undefined ? {} : { help }),
    address,
  };
}

/** By key without case, then by code units, so that the order does not depend on that of pages. */
export function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  const [x, y] = [a.key.toLowerCase(), b.key.toLowerCase()];
  if (x !== y) return x < y ? -1 : 1;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
