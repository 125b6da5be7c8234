import type { IntercomReader } from '../../../../types/intercom.ts';
import type { KeyIndex } from '../../../../types/key-index.ts';
import type { WireContact } from '../../../people/wire-contact.ts';
import { contactPages } from '../search.ts';
import type { CountedShard } from './divide.ts';
import type { ScanSizes } from './sizes.ts';

/** How often a shard is read whose contacts move meanwhile. */
const MOST_TRIES = 3;

/**
 * The pages of one shard. It is read again where fewer contacts came than its pages said, because some appeared or vanished
 * meanwhile; then some come twice, and the totals of the scan tell whether somebody is still missing. No request is sent for a
 * shard that holds nobody.
 */
export async function readShard(
  reader: IntercomReader,
  { query, count }: Pick<CountedShard, 'query' | 'count'>,
  { sizes, isStopped }: { readonly sizes: ScanSizes; readonly isStopped: () => boolean },
): Promise<readonly (readonly WireContact[])[]> {
  const read: (readonly WireContact[])[] = [];
  for (let tries = 0; count > 0 && tries < MOST_TRIES; tries++) {
    const pages = contactPages(reader, query, sizes);
    for (;;) {
      if (isStopped()) return read;
      const page = await pages.next();
      if (page.done === true) {
        if (page.value.complete) return read;
        break;
      }
      read.push(page.value);
    }
  }
  return read;
}

/** Tells whether a contact comes for the first time; it is remembered. */
export function isNewIn(given: KeyIndex): (contact: WireContact) => boolean {
  return ({ id }) => {
    const before = given.size;
    given.add(id);
    return given.size > before;
  };
}
