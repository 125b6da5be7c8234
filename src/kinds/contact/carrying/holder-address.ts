import { address } from '../../../types/address.ts';

/**
 * The address of a live contact that no manifest declares: the kind and its id, without a set, so that it is the address of
 * no declaration.
 */
export function holderAddress(id: string): string {
  return address('contact', id);
}
