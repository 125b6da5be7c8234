import type { KindReader } from '../../kinds/kind-reader.ts';
import { EVERYBODY } from '../../kinds/people/everybody.ts';
import type { WireContact } from '../../kinds/people/wire-contact.ts';
import { KeyIndex } from '../../types/key-index.ts';

/**
 * Matches every contact (intercom 7): dates are compared by day up to 2.16, so only those of 1 January 1970 would be missed
 * (intercom 4.6.4). Archived and merged contacts are not found by search (intercom 4.9).
 */

export interface ScanOptions {
  /** Called once for each contact, even if Intercom sends it twice (intercom 8.22). */
  readonly onContact: (contact: WireContact) => void;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Reads all live contacts without keeping them, and resolves to their number. Rejects with code `incomplete` where some are
 * missing (law 10).
 */
export async function scanEverybody(reader: KindReader, options: ScanOptions): Promise<number> {
  const total = await reader.countContacts(EVERYBODY);
  const seen = new KeyIndex();
  for await (const page of reader.scanContacts(EVERYBODY)) {
    for (const contact of page) {
      const before = seen.size;
      if (seen.add(contact.id) === before) options.onContact(contact);
    }
    options.onProgress?.(seen.size, Math.max(total, seen.size));
  }
  return seen.size;
}
