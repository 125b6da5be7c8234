import { lookupKeys } from '../../kinds/contact/identity/keys.ts';
import type { KindReader } from '../../kinds/kind-reader.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { ContactKey } from '../../types/contact-key.ts';
import { askFor } from '../ask-for.ts';
import type { PartRow } from './declared-people.ts';

/** Looks up whom a part declares, by every key, until nobody names a new one. */
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
 * Looks up whom a part declares, by the first key that is left for each. Returns those who have another one by then: asking for few
 * keys at a time would take more requests than asking for many, so they wait for others. Where all have one, none has to wait.
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
