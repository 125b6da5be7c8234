import { twinKeys } from '../kinds/contact/identity/unseen-twins.ts';
import type { KindReader } from '../kinds/kind-reader.ts';
import { foundPeople } from '../kinds/people/person-values.ts';
import type { Catalog } from '../types/catalog.ts';
import type { ContactKey } from '../types/contact-key.ts';

/** Looks up the people of those keys that were not asked for yet; false where there are none. */
export async function askFor(
  wanted: readonly ContactKey[],
  { people, references }: Pick<Catalog, 'people' | 'references'>,
  reader: KindReader,
): Promise<boolean> {
  const keys = wanted.filter((key) => !people.asked(key));
  if (keys.length === 0) return false;
  const rows = await reader.contacts([...keys, ...twinKeys(keys)], {
    mergeHistory: references.mergeHistory,
    // Taken page by page: a contact as read takes several times the room of what is kept of it.
    onRows: (contacts) => people.add([], foundPeople({ contacts, incomplete: [] })),
  });
  people.add(keys, foundPeople(rows));
  return true;
}
