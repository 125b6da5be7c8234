import type { WireContact } from '../../../kinds/people/wire-contact.ts';
import type { PeopleCalls } from '../../../kinds/people-calls.ts';
import { Spool } from '../../../spool/spool.ts';
import type { JsonObject } from '../../../types/json.ts';

/**
 * Caches scans of contacts: each is sent once, and its pages are kept on disk. A scan that failed or was not read to its end is
 * sent again.
 */
export function askedScans(reader: Pick<PeopleCalls, 'scanContacts'>): PeopleCalls['scanContacts'] {
  const answers = new Map<string, Spool<readonly WireContact[]>>();

  return async function* scanContacts(query: JsonObject) {
    const key = JSON.stringify(query);
    const known = answers.get(key);
    if (known !== undefined) {
      yield* known.sorted();
      return;
    }
    // Pages are large, so they all go to disk.
    const pages = new Spool<readonly WireContact[]>({ inMemory: 0 });
    try {
      for await (const page of reader.scanContacts(query)) {
        pages.add(page, { rank: 0, order: pages.length, owner: -1 });
        yield page;
      }
      if (!answers.has(key)) answers.set(key, pages);
    } finally {
      if (answers.get(key) !== pages) pages.close();
    }
  };
}
