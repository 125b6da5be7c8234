import { EventEmitter } from 'node:events';
import type { StoredData } from 'keyv';
import { KeyIndex } from '../../types/key-index.ts';
import type { RecordsAdapter } from '../records.ts';
import type { RedisClient, RedisConnection } from './redis-connection.ts';
import { recordsPrefix } from './redis-keys.ts';

type Adapter = InstanceType<RedisConnection['keyv']['default']>;

/** A namespace of a Redis as a store of keyv: `@keyv/redis`, whose failures become StoreErrors within the time limit. */
export class RedisKeyv extends EventEmitter implements RecordsAdapter {
  readonly opts = { dialect: 'redis', url: '' };
  namespace?: string | undefined;
  readonly #connection: RedisConnection;
  readonly #prefix: string;
  readonly #isReadOnly: boolean;
  #adapter: { readonly of: RedisClient; readonly adapter: Adapter } | undefined;

  constructor(connection: RedisConnection, namespace: string, mode: 'read' | 'write') {
    super();
    this.namespace = namespace;
    this.#connection = connection;
    this.#prefix = recordsPrefix(namespace);
    this.#isReadOnly = mode === 'read';
  }

  get<Value>(key: string): Promise<StoredData<Value> | undefined> {
    return this.#run((adapter) => adapter.get<StoredData<Value>>(key));
  }

  getMany<Value>(keys: string[]): Promise<StoredData<Value | undefined>[]> {
    // keyv turns the text that it stored back into the value.
    return this.#run((adapter) => adapter.getMany(keys)) as Promise<StoredData<Value | undefined>[]>;
  }

  has(key: string): Promise<boolean> {
    return this.#run((adapter) => adapter.has(key));
  }

  async hasMany(keys: string[]): Promise<boolean[]> {
    return keys.length === 0 ? [] : this.#run((adapter) => adapter.hasMany(keys));
  }

  async set(key: string, value: string, ttl?: number): Promise<void> {
    await this.#write((adapter) => adapter.set(key, value, wholeMs(ttl)));
  }

  /** All or none of them. */
  async setMany(entries: { key: string; value: string; ttl?: number }[]): Promise<void> {
    if (entries.length === 0) return;
    const whole = entries.map(({ key, value, ttl }) => {
      const ms = wholeMs(ttl);
      return { key, value: value as unknown, ...(ms === undefined ? {} : { ttl: ms }) };
    });
    await this.#write((adapter) => adapter.setMany(whole));
  }

  delete(key: string): Promise<boolean> {
    return this.#write((adapter) => adapter.delete(key));
  }

  /** All or none of them; true where one was there. */
  async deleteMany(keys: string[]): Promise<boolean> {
    return keys.length === 0 ? false : this.#write((adapter) => adapter.deleteMany(keys));
  }

  async clear(): Promise<void> {
    await this.#write(async (adapter) => {
      // The adapter tells of a failed `clear` in an event only.
      let failure: unknown;
      const heard = (error: unknown) => {
        failure = error;
      };
      adapter.on('error', heard);
      await adapter.clear();
      adapter.off('error', heard);
      if (failure !== undefined) throw failure;
    });
  }

  /** In any order. What is written meanwhile may or may not be seen; a key is seen once. */
  async *iterator<Value>(): AsyncGenerator<(string | Awaited<Value> | undefined)[], void> {
    const seen = new KeyIndex();
    const pages = await this.#run(async (adapter) => adapter.iterator(this.#prefix));
    for (;;) {
      const next = await this.#run(() => pages.next());
      if (next.done === true) return;
      const [key, value] = next.value;
      // SCAN may repeat a key, and one may expire before its value is read.
      if (value === undefined || seen.has(key)) continue;
      seen.add(key);
      yield [key, value as Awaited<Value>];
    }
  }

  async #write<T>(action: (adapter: Adapter) => Promise<T>): Promise<T> {
    if (this.#isReadOnly) throw new Error('the store is only read');
    return this.#run(action);
  }

  #run<T>(action: (adapter: Adapter) => Promise<T>): Promise<T> {
    return this.#connection.run((client) => action(this.#adapterOf(client)));
  }

  #adapterOf(client: RedisClient): Adapter {
    if (this.#adapter?.of === client) return this.#adapter.adapter;
    const adapter: Adapter = new this.#connection.keyv.default(client, {
      namespace: this.#prefix,
      throwOnErrors: true,
    });
    // Only the connection connects, because it checks that it is the same server.
    adapter.getClient = async () => client;
    adapter.on('error', () => undefined);
    this.#adapter = { of: client, adapter };
    return adapter;
  }
}

/** Redis takes whole milliseconds, at least one. */
function wholeMs(ttl: number | undefined): number | undefined {
  return ttl === undefined || ttl === 0 ? undefined : Math.max(1, Math.ceil(ttl));
}
