import type { KindReader } from '../../../kinds/kind-reader.ts';
import { EVERYBODY } from '../../../kinds/people/everybody.ts';
import type { WireContact } from '../../../kinds/people/wire-contact.ts';
import type { JsonObject } from '../../../types/json.ts';
import { LiveContacts } from './live-contacts.ts';

/** Reads all contacts, or those that match a filter, each once, even if Intercom sends it twice (intercom 8.22). */
export async function readContacts(
  reader: KindReader,
  query: JsonObject = EVERYBODY,
  onProgress?: (done: number, total: number) => void,
): Promise<LiveContacts> {
  const found = new LiveContacts();
  await scanPages(reader, query, {
    onPage: (page) => {
      for (const contact of page) found.put(contact);
      return found.size;
    },
    onProgress,
  });
  return found;
}

/** Reads all pages of contacts that match a filter. `onPage` returns how many distinct contacts have come so far. */
export async function scanPages(
  reader: KindReader,
  query: JsonObject,
  {
    onPage,
    onProgress,
  }: {
    readonly onPage: (page: readonly WireContact[]) => number | Promise<number>;
    readonly onProgress?: ((done: number, total: number) => void) | undefined;
  },
): Promise<void> {
  const total = onProgress === undefined ? 0 : await reader.countContacts(query);
  for await (const page of reader.scanContacts(query)) {
    const came = await onPage(page);
    onProgress?.(came, Math.max(total, came));
  }
}
