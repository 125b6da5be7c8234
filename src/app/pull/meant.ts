import type { AddressSelection } from '../../plan/selection/address-selection.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';

/** Whether something that is left out is meant by the flags that select: what is of no item always is. */
export function isMeant({ address }: Diagnostic, selection: AddressSelection): boolean {
  return address === undefined || selection.selects(address, []);
}
