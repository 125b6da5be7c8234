import type { WireContact } from '../../kinds/people/wire-contact.ts';
import type { PeopleCalls } from '../../kinds/people-calls.ts';
import { Spool } from '../../spool/spool.ts';
import type { JsonObject } from '../../types/json.ts';

/**
 * Scans of contacts, each asked for once: the pages that came lie on disk. One that failed, or that was broken off, is asked for again.
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
    // Pages are large: none of them is held.
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
