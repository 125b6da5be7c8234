import type { AddressSelection } from '../../plan/selection/address-selection.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';

/** Whether the flags select the item of this finding. A finding without an item is always selected. */
export function isMeant({ address }: Diagnostic, selection: AddressSelection): boolean {
  return address === undefined || selection.selects(address, []);
}
