import { lookupKeys } from '../../kinds/contact/identity/keys.ts';
import type { KindReader } from '../../kinds/kind-reader.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { ContactKey } from '../../types/contact-key.ts';
import { askFor } from '../ask-for.ts';
import type { PartRow } from './declared-people.ts';

/** Looks up all keys of these rows. What is found may give further keys, so it repeats until there are no new ones. */
export async function lookUpAll(
  rows: readonly PartRow[],
  besides: readonly ContactKey[],
  catalog: Catalog,
  reader: KindReader,
): Promise<void> {
  const keys = () => [
    ...rows.flatMap(({ declaration }) => lookupKeys(declaration, catalog.people)),
    ...besides,
  ];
  while (await askFor(keys(), catalog, reader));
}

/**
 * Looks up one key of each row that has any left. Returns the rows that have further keys then: they wait for those of other
 * parts, since requests with few keys would take more requests altogether. If all rows had to wait, it goes on instead.
 */
export async function lookUpOnce(
  rows: readonly PartRow[],
  catalog: Catalog,
  reader: KindReader,
): Promise<readonly PartRow[]> {
  const { people } = catalog;
  const next = ({ declaration }: PartRow) =>
    lookupKeys(declaration, people).filter((key) => !people.asked(key));
  for (;;) {
    await askFor(
      rows.flatMap((row) => next(row)),
      catalog,
      reader,
    );
    const waiting = rows.filter((row) => next(row).length > 0);
    if (waiting.length < rows.length || rows.length === 0) return waiting;
  }
}
