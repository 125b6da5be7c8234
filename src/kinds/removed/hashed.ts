import type { Catalog } from '../../types/catalog.ts';
import { isIntercomFailure } from '../../types/intercom.ts';
import { checkOfHash } from '../../types/key-hashes.ts';
import type { LivePerson } from '../../types/person.ts';
import { EVERYBODY } from '../people/everybody.ts';
import { byAge } from '../people/people-index.ts';
import { keysHeld, livePerson } from '../people/person-values.ts';
import type { PeopleCalls } from '../people-calls.ts';
import type { RemovedContact } from './declaration.ts';

/**
 * Who holds the keys of which these hashes were made. `incomplete`: fewer people came than there are, so that somebody may be
 * missing (law 10). `unread`: no store is read here. `check`: how hashes begin that this store can compare.
 */
export type Hashed =
  | { readonly state: 'compared'; readonly check: string; holders(hash: string): readonly LivePerson[] }
  | { readonly state: 'incomplete'; readonly check: string }
  | { readonly state: 'no-store' | 'unread' };

/**
 * Intercom does not know the hashes, so everybody is read and hashed as the proof of an erasure does; only those who match are
 * kept. Nobody is read where no hash was made with the key of this store.
 */
export async function peopleByHash(
  declared: readonly RemovedContact[],
  { keyHashes }: Pick<Catalog, 'keyHashes'>,
  reader: Pick<PeopleCalls, 'scanContacts'>,
): Promise<Hashed> {
  if (keyHashes.state !== 'comparable') return keyHashes;
  const { check, of } = keyHashes;
  const wanted = new Set(
    declared.flatMap(({ hash }) => (hash !== undefined && checkOfHash(hash) === check ? [hash] : [])),
  );
  /** A hash → its holders by Intercom's id. */
  const found = new Map<string, Map<string, LivePerson>>();
  const note = (person: LivePerson) => {
    for (const field of ['id', 'external_id', 'email', 'phone'] as const) {
      for (const hash of keysHeld(field, person).map(of)) {
        if (!wanted.has(hash)) continue;
        found.set(hash, (found.get(hash) ?? new Map<string, LivePerson>()).set(person.id, person));
      }
    }
  };
  try {
    if (wanted.size > 0)
      for await (const page of reader.scanContacts(EVERYBODY)) page.map(livePerson).forEach(note);
  } catch (failure) {
    if (!isIntercomFailure(failure) || failure.code !== 'incomplete') throw failure;
    return { state: 'incomplete', check };
  }
  return {
    state: 'compared',
    check,
    holders: (hash) => [...(found.get(hash)?.values() ?? [])].sort(byAge),
  };
}
