import type { IntercomReader } from '../../../../types/intercom.ts';
import type { JsonObject } from '../../../../types/json.ts';
import { contactCount } from '../search.ts';
import { type Shard, type Span, shardQuery, splitByDays, splitByIds } from './shard.ts';
import type { ScanSizes } from './sizes.ts';

/** A shard with its search, and how many contacts that matched when they were counted. */
export interface CountedShard {
  readonly shard: Shard;
  readonly query: JsonObject;
  readonly count: number;
}

/** What dividing needs to know. */
export interface Dividing {
  readonly reader: IntercomReader;
  /** What the whole scan asks for. */
  readonly query: JsonObject;
  readonly span: Span;
  readonly sizes: ScanSizes;
}

/**
 * Divides a shard until each part is short, by counting: first by days, then, where a single day holds too many, by how ids
 * end. A part that cannot be divided stays long. Parts without contacts stay as well: somebody may appear in them.
 */
export async function divide(whole: CountedShard, dividing: Dividing): Promise<readonly CountedShard[]> {
  const { rowsPerPage, shardPages, mostPages } = dividing.sizes;
  const { shard, count } = whole;
  if (count <= mostPages * rowsPerPage) return [whole];
  const wanted = Math.ceil(count / (shardPages * rowsPerPage));
  const days = splitByDays(shard, dividing.span, wanted);
  const parts = await countShards(days ?? splitByIds(shard), dividing);
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
 * Whether search understood the ends of ids: no source says so for certain (intercom 9.43). A filter that is ignored would give
 * sixteen times as many, one that finds nothing none. Contacts may appear while they are counted.
 */
function addsUp(parts: readonly CountedShard[], count: number): boolean {
  const sum = parts.reduce((before, part) => before + part.count, 0);
  return sum >= count && sum < 2 * count;
}
