import type { RedisClientType } from '@keyv/redis';
import { errorCode } from '../../types/error-code.ts';
import { StoreError } from '../store-error.ts';
import { redisFailure, unreachable } from './redis-failure.ts';
import type { RedisUrl } from './redis-url.ts';

export type RedisClient = RedisClientType;
export type RedisPackage = typeof import('@keyv/redis');

/** A Redis that needs longer counts as gone: a run must not hang on it. */
const connectTimeoutMs = 5_000;
const commandTimeoutMs = 8_000;

/**
 * The connection of a process to Redis. Nothing is resent by itself: commands that were under way when the connection was
 * lost reject. The next command connects again. Where another server answers then, or the same one after a restart, that
 * command and all later ones reject, because the server may have forgotten what it had taken.
 */
export class RedisConnection {
  readonly url: RedisUrl;
  readonly keyv: RedisPackage;
  readonly #timeouts: Timeouts;
  #client: RedisClient;
  #serverRun: string | undefined;
  #connecting: Promise<void> | undefined;
  #ended: StoreError | Error | undefined;

  private constructor(url: RedisUrl, keyv: RedisPackage, timeouts: Timeouts) {
    this.url = url;
    this.keyv = keyv;
    this.#timeouts = timeouts;
    this.#client = this.#newClient();
  }

  /** Rejects where there is no answer within 5 seconds. */
  static async open(url: RedisUrl, keyv: RedisPackage, timeouts: Timeouts = {}): Promise<RedisConnection> {
    const connection = new RedisConnection(url, keyv, timeouts);
    await connection.#ready();
    return connection;
  }

  /** Does something with the client; rejects with a StoreError, within seconds where Redis does not answer. */
  async run<T>(action: (client: RedisClient) => Promise<T>): Promise<T> {
    await this.#ready();
    const client = this.#client;
    return this.#bounded(this.#timeouts.commandMs ?? commandTimeoutMs, client, () => action(client));
  }

  /** One command as it is written. */
  sendCommand(words: string[]): Promise<unknown> {
    return this.run((client) => client.sendCommand(words));
  }

  /** Never rejects. */
  async close(): Promise<void> {
    this.#ended ??= new Error('the store is closed');
    await this.#connecting?.catch(() => undefined);
    if (this.#client.isOpen) this.#client.destroy();
  }

  async #ready(): Promise<void> {
    if (this.#ended !== undefined) throw this.#ended;
    if (this.#client.isReady) return;
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = undefined;
    });
    await this.#connecting;
  }

  async #connect(): Promise<void> {
    if (this.#client.isOpen) this.#client.destroy();
    const client = this.#newClient();
    this.#client = client;
    await this.#bounded(this.#timeouts.connectMs ?? connectTimeoutMs, client, async () => {
      await client.connect();
      const info = String(await client.info('server'));
      const run = /^run_id:(\S+)/m.exec(info)?.[1] ?? '';
      this.#serverRun ??= run;
      if (this.#serverRun === run) return;
      client.destroy();
      this.#ended = unreachable(
        this.url.where,
        'it was restarted or replaced while it was in use, and may have forgotten',
      );
      throw this.#ended;
    });
  }

  async #bounded<T>(timeoutMs: number, client: RedisClient, action: () => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        // Commands that are under way there reject, and the connection is not used again.
        if (client.isOpen) client.destroy();
        reject(unreachable(this.url.where, `no answer within ${timeoutMs / 1000} s`));
      }, timeoutMs);
    });
    try {
      return await Promise.race([action(), late]);
    } catch (error) {
      throw redisFailure(error, this.url);
    } finally {
      clearTimeout(timer);
    }
  }

  #newClient(): RedisClient {
    const client = this.keyv.createClient({
      url: this.url.url,
      disableOfflineQueue: true,
      socket: { connectTimeout: this.#timeouts.connectMs ?? connectTimeoutMs, reconnectStrategy: false },
    });
    // The failed command itself rejects; an error event without a listener would end the process.
    client.on('error', () => undefined);
    client.setMaxListeners(0);
    return client;
  }
}

/** For tests. */
export interface Timeouts {
  readonly connectMs?: number;
  readonly commandMs?: number;
}

/** What import and require say of a package that is not there. */
const ABSENT: ReadonlySet<string> = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']);

/** The optional package, loaded when a store needs it. */
export async function redisPackage(
  load: () => Promise<RedisPackage> = () => import('@keyv/redis'),
): Promise<RedisPackage> {
  try {
    return await load();
  } catch (error) {
    if (!ABSENT.has(errorCode(error) ?? '')) throw error;
    throw new StoreError({
      code: 'store-package-missing',
      summary: 'a store in Redis needs the package @keyv/redis',
      detail: 'it is not installed with interform, because most projects keep their store in a folder',
      help: 'npm install @keyv/redis    # with -g if you installed interform with -g',
    });
  }
}
