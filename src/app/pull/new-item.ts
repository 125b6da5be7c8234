import type { AddressSelection } from '../../plan/selection/address-selection.ts';
import type { Model } from '../../types/catalog.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { JsonObject } from '../../types/json.ts';

/** Something live that no manifest declares, as it will be declared. */
export interface NewItem {
  readonly kind: 'attribute' | 'tag' | 'company' | 'contact';
  /** For attributes. */
  readonly model?: Model;
  /** For contacts: the set. */
  readonly set?: string;
  readonly address: string;
  /** Name, company_id, or what a contact is sorted by. */
  readonly key: string;
  readonly fields: JsonObject;
  /** What stands as a comment before it. */
  readonly comment?: string;
}

/** New items of one kind, sorted, and what the language cannot say. */
export interface NewItems {
  readonly items: readonly NewItem[];
  readonly left: readonly Diagnostic[];
}

/** A live thing or value that a manifest cannot hold: it stays unmanaged. `id` and `what` hold no personal data. */
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

/** Whether something that is left out is meant by the flags that select: what is of no item always is. */
export function isMeant({ address }: Diagnostic, selection: AddressSelection): boolean {
  return address === undefined || selection.selects(address, []);
}

/** By key without case, then by code units, so that the order does not depend on that of pages. */
export function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  const [x, y] = [a.key.toLowerCase(), b.key.toLowerCase()];
  if (x !== y) return x < y ? -1 : 1;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
