import { twinKeys } from '../kinds/contact/identity/unseen-twins.ts';
import type { KindReader } from '../kinds/kind-reader.ts';
import { foundPeople } from '../kinds/people/person-values.ts';
import type { Catalog } from '../types/catalog.ts';
import type { ContactKey } from '../types/contact-key.ts';

/** Looks up those keys that have not been looked up yet; false where there are none. */
export async function askFor(
  wanted: readonly ContactKey[],
  { people, references }: Pick<Catalog, 'people' | 'references'>,
  reader: KindReader,
): Promise<boolean> {
  const keys = wanted.filter((key) => !people.asked(key));
  if (keys.length === 0) return false;
  const rows = await reader.contacts([...keys, ...twinKeys(keys)], {
    mergeHistory: references.mergeHistory,
    // Page by page: a contact from the API takes several times as much memory as what is kept of it.
    onRows: (contacts) => people.add([], foundPeople({ contacts, incomplete: [] })),
  });
  people.add(keys, foundPeople(rows));
  return true;
}
