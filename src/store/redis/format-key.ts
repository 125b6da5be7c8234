import type { FormatKeeper } from '../format.ts';
import type { RedisConnection } from './redis-connection.ts';
import { FORMAT_KEY, KEY_PREFIX } from './redis-keys.ts';

const scannedKeys = 1000;

/** The description of the store that a Redis holds. */
export function formatKey(connection: RedisConnection): FormatKeeper {
  return {
    where: connection.url.where,
    read: async () => (await connection.run((client) => client.get(FORMAT_KEY))) ?? undefined,
    // Done once in the life of a store, when it is made.
    isEmpty: async () => {
      let cursor = '0';
      do {
        const from = cursor;
        const page = await connection.run((client) =>
          client.scan(from, { MATCH: `${KEY_PREFIX}*`, COUNT: scannedKeys }),
        );
        if (page.keys.length > 0) return false;
        cursor = String(page.cursor);
      } while (cursor !== '0');
      return true;
    },
    create: async (text) => {
      await connection.run((client) => client.set(FORMAT_KEY, text, { condition: 'NX' }));
    },
    replace: async (text) => {
      await connection.run((client) => client.set(FORMAT_KEY, text));
    },
  };
}
