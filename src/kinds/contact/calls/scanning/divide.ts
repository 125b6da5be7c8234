import type { IntercomReader } from '../../../../types/intercom.ts';
import type { JsonObject } from '../../../../types/json.ts';
import { contactCount } from '../search.ts';
import { type CreationSpan, type Shard, shardQuery, splitByDays, splitByIds } from './shard.ts';
import { type ScanSizes, shardsFor } from './sizes.ts';

/** A shard with its search, and how many contacts that matched when they were counted. */
export interface CountedShard {
  readonly shard: Shard;
  readonly query: JsonObject;
  readonly count: number;
}

/** By how much a shard may have grown since it was counted, as a factor. */
const MOST_GROWTH = 1.5;

/** What dividing needs to know. */
export interface Dividing {
  readonly reader: IntercomReader;
  /** What the whole scan asks for. */
  readonly query: JsonObject;
  readonly span: CreationSpan;
  readonly sizes: ScanSizes;
}

/**
 * Divides a shard until each part is short, by counting: first by days, then, where a single day holds too many, by how ids
 * end. A part that cannot be divided stays long. Parts without contacts stay as well: somebody may appear in them.
 */
export async function divide(whole: CountedShard, dividing: Dividing): Promise<readonly CountedShard[]> {
  const { rowsPerPage, mostPages } = dividing.sizes;
  const { shard, count } = whole;
  if (count <= mostPages * rowsPerPage) return [whole];
  const wanted = shardsFor(count, dividing.sizes);
  const days = splitByDays(shard, dividing.span, wanted);
  const parts = await countShards(days ?? splitByIds(shard, wanted), dividing);
  if (days === undefined && !addsUp(parts, count)) return [whole];
  return (await Promise.all(parts.map((part) => divide(part, dividing)))).flat();
}

/** Counts shards, some of them side by side. */
export async function countShards(
  shards: readonly Shard[],
  { reader, query }: Pick<Dividing, 'reader' | 'query'>,
): Promise<readonly CountedShard[]> {
  const counted = new Map<Shard, CountedShard>();
  await reader.each(shards, async (shard) => {
    const asked = shardQuery(query, shard);
    if (asked === undefined) return;
    counted.set(shard, { shard, query: asked, count: await reader.get(contactCount(asked)) });
  });
  return shards.flatMap((shard) => counted.get(shard) ?? []);
}

/**
 * Whether search understood the ends of ids, which no source says for certain (intercom 9.41). A filter that is ignored finds
 * everybody in each part, one that is not understood nobody. Contacts may appear while they are counted.
 */
function addsUp(parts: readonly CountedShard[], count: number): boolean {
  const sum = parts.reduce((before, part) => before + part.count, 0);
  return sum >= count && sum < MOST_GROWTH * count;
}
