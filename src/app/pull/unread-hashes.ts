import type { Catalog } from '../../types/catalog.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { checkOfHash } from '../../types/key-hashes.ts';
import { spot } from '../../types/place.ts';

/** A warning where hashes of removed people were made with another key, so that a pull cannot tell whom they mean. */
export function unreadHashes({ removals, keyHashes }: Pick<Catalog, 'removals' | 'keyHashes'>): Diagnostic[] {
  const check = keyHashes.state === 'comparable' ? keyHashes.check : undefined;
  const unread = [...removals.hashes].filter(([hash]) => checkOfHash(hash) !== check);
  const place = unread[0]?.[1][0]?.place;
  if (place === undefined) return [];
  return [
    {
      code: 'removed-hash-unread',
      severity: 'warning',
      summary: 'people whom a hash removes may be among the contacts that were pulled',
      detail: `${unread.length} of ${removals.hashes.size} hashes were made with another key than that of this store, such as the one at ${spot(place)}`,
      help: 'pull where plans are made: with the store, and with the token or the key of mask_key_env, of the erasure',
      ...place,
    },
  ];
}
