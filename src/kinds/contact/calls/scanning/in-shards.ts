import type { IntercomReader, Page } from '../../../../types/intercom.ts';
import type { JsonObject } from '../../../../types/json.ts';
import { KeyIndex } from '../../../../types/key-index.ts';
import { isRefusedQuery } from '../../../carrying/find-holders.ts';
import type { WireContact } from '../../../people/wire-contact.ts';
import { contactCount, contactPages, newestContact } from '../search.ts';
import { type CountedShard, countShards, divide } from './divide.ts';
import { readAhead } from './read-ahead.ts';
import { isNewIn, readShard } from './read-shard.ts';
import { shardQuery, UNDIVIDED } from './shard.ts';
import type { ScanSizes } from './sizes.ts';

/** How often the shards are counted again when fewer contacts came than there are. */
const MOST_ROUNDS = 2;

/** A scan whose first page has come. */
export interface StartedScan {
  readonly reader: IntercomReader;
  readonly query: JsonObject;
  readonly first: Page<WireContact>;
  readonly sizes: ScanSizes;
  /** Who was given already. Whoever is given is added. */
  readonly given: KeyIndex;
}

/** A shard that was read, and how many distinct contacts came. */
interface Taken extends CountedShard {
  readonly came: number;
}

/**
 * Reads a scan in shards, some of them side by side, and yields the contacts that were not given yet. Returns whether everybody
 * came; false as well where Intercom refuses the search for a shard.
 *
 *     as many as the whole search said before and says afterwards     everybody came
 *     fewer                                                           the shards are counted again, those that changed are read
 *                                                                     again, and the last total has to be reached
 *     still fewer, because some vanished since                        a new total is taken
 *
 * So contacts that appear all the time do not make a scan incomplete: only who was there when a total was taken has to come.
 */
export async function* inShards(scan: StartedScan): AsyncGenerator<readonly WireContact[], boolean> {
  const { reader, query, first, given } = scan;
  try {
    let taken = yield* take(await shardsOf(scan), scan);
    let total = Math.max(first.total ?? 0, await reader.get(contactCount(query)));
    for (let round = 0; given.size < total && round < MOST_ROUNDS; round++) {
      taken = yield* takeChanged(taken, scan);
      if (given.size < total) total = await reader.get(contactCount(query));
    }
    return given.size >= total;
  } catch (error) {
    if (isRefusedQuery(error)) return false;
    throw error;
  }
}

/** Finds the shards of a scan by counting. */
async function shardsOf({ reader, query, first, sizes }: StartedScan): Promise<readonly CountedShard[]> {
  const whole = shardQuery(query, UNDIVIDED);
  const [newest] = (await reader.page(newestContact(query))).rows;
  const [oldest] = first.rows;
  if (whole === undefined || newest === undefined || oldest === undefined || first.total === undefined)
    return [];
  const span = { oldest: oldest.created_at, newest: newest.created_at };
  return divide({ shard: UNDIVIDED, query: whole, count: first.total }, { reader, query, span, sizes });
}

/** Counts shards again and reads those that hold another number of contacts than came. */
async function* takeChanged(
  taken: readonly Taken[],
  scan: StartedScan,
): AsyncGenerator<readonly WireContact[], readonly Taken[]> {
  const counted = await countShards(
    taken.map(({ shard }) => shard),
    scan,
  );
  const changed = counted.filter(({ count }, index) => count !== taken[index]?.came);
  const again = new Map((yield* take(changed, scan)).map((one) => [one.shard, one]));
  return taken.map((one) => again.get(one.shard) ?? one);
}

/** Reads shards and yields who was not given yet. A shard that is too long to be kept is read when its turn comes. */
async function* take(
  shards: readonly CountedShard[],
  { reader, sizes, given }: StartedScan,
): AsyncGenerator<readonly WireContact[], readonly Taken[]> {
  const isLong = ({ count }: CountedShard) => count > sizes.mostPages * sizes.rowsPerPage;
  const results = readAhead(shards, {
    each: reader.each,
    most: sizes.pagesAhead * sizes.rowsPerPage,
    weightOf: (shard) => (isLong(shard) ? 0 : shard.count),
    read: async (shard, isStopped) => ({
      shard,
      pages: isLong(shard)
        ? contactPages(reader, shard.query, sizes)
        : await readShard(reader, shard, { sizes, isStopped }),
    }),
  });
  const taken: Taken[] = [];
  for await (const { shard, pages } of results) {
    const ids = new KeyIndex();
    for await (const page of pages) {
      for (const { id } of page) ids.add(id);
      const rows = page.filter(isNewIn(given));
      if (rows.length > 0) yield rows;
    }
    taken.push({ ...shard, came: ids.size });
  }
  return taken;
}
