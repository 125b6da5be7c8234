import type { Backend, Locks } from '../backend.ts';
import { settleFormat } from '../format.ts';
import { recordsOver } from '../records.ts';
import { formatKey } from './format-key.ts';
import { journalStreams } from './journal-streams.ts';
import { RedisConnection, type RedisPackage, redisPackage, type Timeouts } from './redis-connection.ts';
import { RedisKeyv } from './redis-keyv.ts';
import { redisUrl } from './redis-url.ts';
import { isDurable, refuseEvicting } from './server-state.ts';

export interface OpenRedis {
  /** The variable that holds the URL, and what it holds. */
  readonly urlEnv: string;
  readonly url: string | undefined;
  readonly mode: 'read' | 'write';
  /** The locks that are kept in the Redis. */
  readonly locks: (connection: RedisConnection) => Locks;
  /** For tests. */
  readonly load?: () => Promise<RedisPackage>;
  readonly timeouts?: Timeouts;
}

/** The store in a Redis, as redis-keys.ts draws it. Undefined in mode `read` where it was never written. */
export async function redisBackend(options: OpenRedis): Promise<Backend | undefined> {
  const { urlEnv, url, mode, locks, load, timeouts } = options;
  const address = redisUrl(url, urlEnv);
  const connection = await RedisConnection.open(address, await redisPackage(load), timeouts);
  try {
    await refuseEvicting(connection);
    const format = await settleFormat(formatKey(connection), { mode });
    if (format === undefined) {
      await connection.close();
      return undefined;
    }
    return {
      kind: 'redis',
      where: address.where,
      durable: await isDurable(connection),
      hashKey: format.hashKey,
      records: recordsOver((namespace) => new RedisKeyv(connection, namespace, mode), connection.url.where),
      journals: journalStreams(connection, mode),
      locks: locks(connection),
      close: () => connection.close(),
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}
