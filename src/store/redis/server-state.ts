import { StoreError } from '../store-error.ts';
import type { RedisConnection } from './redis-connection.ts';

/** Whether an append survives a power cut once it was answered: only where each write is flushed before its answer. */
export async function isDurable(connection: RedisConnection): Promise<boolean> {
  const persistence = fieldsOf(
    await connection.run(async (client) => String(await client.info('persistence'))),
  );
  if (persistence.get('aof_enabled') !== '1') return false;
  const flushed = await connection.run(async (client) => {
    try {
      return (await client.configGet('appendfsync'))['appendfsync'];
    } catch (error) {
      // Hosted servers forbid CONFIG. What cannot be seen is not promised.
      if (error instanceof Error && /^(?:ERR unknown command|NOPERM)/i.test(error.message)) return undefined;
      throw error;
    }
  });
  return flushed === 'always';
}

/** Refuses a server that may throw keys away to make room: it would forget what was sent. */
export async function refuseEvicting(connection: RedisConnection): Promise<void> {
  const { where } = connection.url;
  const memory = fieldsOf(await connection.run(async (client) => String(await client.info('memory'))));
  const [limit, policy] = [memory.get('maxmemory'), memory.get('maxmemory_policy')];
  if (limit === '0' || policy === 'noeviction') return;
  throw new StoreError({
    code: 'store-evicts',
    summary: `the Redis in ${where} may delete what the store needs`,
    detail:
      policy === undefined
        ? 'it does not say what happens when its memory is full (maxmemory_policy)'
        : `its maxmemory-policy is ${policy}`,
    help: 'set maxmemory-policy to noeviction, or name a Redis that is not a cache',
  });
}

/** The lines of INFO, `name:value`. */
function fieldsOf(info: string): ReadonlyMap<string, string> {
  return new Map(
    info.split(/\r?\n/).flatMap((line) => {
      const colon = line.indexOf(':');
      return colon === -1 ? [] : [[line.slice(0, colon), line.slice(colon + 1)] as const];
    }),
  );
}
