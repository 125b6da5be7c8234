import { isOfSets } from '../kinds/declared/sets.ts';
import { addressSegments } from '../types/address.ts';

/**
 * How many items these addresses stand for (law 10). A contact that several sets declare counts once: its addresses end with
 * the same key. Case does not matter in emails.
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
