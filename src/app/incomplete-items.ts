import { isOfSets } from '../kinds/declared/sets.ts';
import { addressSegments } from '../types/address.ts';

/**
 * How many items these addresses name (law 10): somebody whom several contact sets declare is one. A contact's address ends
 * with what it is known by, and emails compare without case.
 */
export function countItems(addresses: Iterable<string>): number {
  const items = new Set<string>();
  for (const address of addresses) {
    const [kind = '', , key] = addressSegments(address);
    const isPerson = isOfSets(kind) && key !== undefined;
    items.add(isPerson ? `person ${key.includes('@') ? key.toLowerCase() : key}` : address);
  }
  return items.size;
}
