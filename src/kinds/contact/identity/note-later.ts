import type { LaterNotes } from '../../../types/catalog.ts';
import type { ManifestDocument } from '../../../types/declaration.ts';
import type { DeclareContext } from '../../../types/kind.ts';
import { checkedSet, setContacts } from '../sets/declare.ts';
import { marksOf } from '../sets/owner-tags.ts';
import { rowKeys } from './row-keys.ts';

/**
 * Notes every person that a set of a later version names, including duplicates and rows that are left out, and its owner
 * tag.
 */
export async function noteLaterContacts(
  document: ManifestDocument,
  context: DeclareContext,
  later: LaterNotes,
): Promise<void> {
  const keys = { size: 0, has: () => false, add: (key: string) => later.keys.add(key) };
  const set = checkedSet(document, context, { keys, doubt: undefined });
  for (const name of marksOf(set)) later.ownerTags.add(name.toLowerCase());
  for await (const batch of setContacts(document, set, context)) {
    for (const { cells } of batch) for (const key of rowKeys(cells)) later.keys.add(key);
  }
}
