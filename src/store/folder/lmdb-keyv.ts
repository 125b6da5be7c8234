import { EventEmitter } from 'node:events';
import type { StoredData } from 'keyv';
import { namespaceInKeys, type RecordsAdapter } from '../records.ts';
import type { LmdbDatabase, LmdbFile } from './lmdb-file.ts';

/** LMDB's own limit (lmdb-js open.js, DEFAULT_MAX_KEY_SIZE), in bytes. */
const longestKey = 1978;
const NUL = 0;
/** Behind the last key of a namespace. */
const AFTER_NUL = 1;
/** Keys that are read at once, so that no snapshot of LMDB is held while the caller works on them. */
const pageKeys = 256;
/** How many expired keys one write removes. */
const sweptKeys = 64;

/**
 * The layout in LMDB. No namespace begins with NUL, so the entries by expiry stand apart.
 *
 *   recent ␀ key                                → 0 value, or the time of expiry, a space, the value
 *   ␀ expiry as 8 bytes, recent ␀ key           → ''         what may have expired, in the order of time
 */
const EXPIRIES = Buffer.from([NUL]);

/**
 * A namespace of an LMDB file as a store of keyv. Expired records are never returned; they are removed by later writes of
 * records that expire, since reading writes nothing. Without a file the namespace is empty and cannot be written.
 */
export class LmdbKeyv extends EventEmitter implements RecordsAdapter {
  readonly opts = { dialect: 'lmdb', url: '' };
  namespace?: string | undefined;
  readonly #file: LmdbFile | undefined;
  readonly #prefix: Buffer;
  readonly #isReadOnly: boolean;

  constructor(file: LmdbFile | undefined, namespace: string, mode: 'read' | 'write') {
    super();
    this.namespace = namespace;
    this.#file = file;
    this.#prefix = Buffer.from(`${namespaceInKeys(namespace)}\0`);
    this.#isReadOnly = mode === 'read';
  }

  async get<Value>(key: string): Promise<StoredData<Value> | undefined> {
    // keyv turns the text that it stored back into the value.
    return this.#texts([key])[0] as StoredData<Value> | undefined;
  }

  async getMany<Value>(keys: readonly string[]): Promise<StoredData<Value | undefined>[]> {
    return this.#texts(keys) as StoredData<Value | undefined>[];
  }

  async has(key: string): Promise<boolean> {
    return this.#texts([key])[0] !== undefined;
  }

  async hasMany(keys: readonly string[]): Promise<boolean[]> {
    return this.#texts(keys).map((text) => text !== undefined);
  }

  async set(key: string, value: string, ttl?: number): Promise<void> {
    await this.setMany([{ key, value, ...(ttl === undefined ? {} : { ttl }) }]);
  }

  /** All or none of them. */
  async setMany(entries: readonly { key: string; value: string; ttl?: number }[]): Promise<void> {
    const stamped = entries.map(({ key, value, ttl }) => ({
      stored: this.#keyOf(key),
      value,
      expiry: ttl === undefined || ttl === 0 ? 0 : Date.now() + Math.ceil(ttl),
    }));
    await this.#write((database) => {
      let expires = false;
      for (const { stored, value, expiry } of stamped) {
        database.putSync(stored, `${expiry} ${value}`);
        if (expiry === 0) continue;
        database.putSync(expiryKey(expiry, stored), '');
        expires = true;
      }
      if (expires) sweep(database);
    });
  }

  async delete(key: string): Promise<boolean> {
    return this.deleteMany([key]);
  }

  /** All or none of them; true where one was there. */
  async deleteMany(keys: readonly string[]): Promise<boolean> {
    const all = keys.map((key) => this.#keyOf(key));
    return this.#write((database) => {
      let some = false;
      for (const stored of all) {
        if (live(database.get(stored)) !== undefined) some = true;
        database.removeSync(stored);
      }
      return some;
    });
  }

  async clear(): Promise<void> {
    await this.#write((database) => {
      for (;;) {
        const keys = [...database.getKeys({ ...this.#range(), limit: pageKeys })];
        for (const key of keys) database.removeSync(key);
        if (keys.length < pageKeys) return;
      }
    });
  }

  /** In the order of the keys' bytes. What is written meanwhile may or may not be seen. */
  async *iterator<Value>(): AsyncGenerator<(string | Awaited<Value> | undefined)[], void> {
    for (let after: Buffer | undefined; ; ) {
      const start = after === undefined ? {} : { start: after, exclusiveStart: true };
      const page = this.#file?.read((database) => [
        ...database.getRange({ ...this.#range(), ...start, limit: pageKeys }),
      ]);
      for (const { key, value } of page ?? []) {
        const text = live(value);
        if (text !== undefined) yield [key.subarray(this.#prefix.length).toString('utf8'), text];
      }
      const last = page?.at(-1)?.key;
      // LMDB reuses the memory of a key.
      after = last === undefined ? undefined : Buffer.from(last);
      if (page === undefined || page.length < pageKeys) return;
    }
  }

  #texts(keys: readonly string[]): (string | undefined)[] {
    const all = keys.map((key) => this.#keyOf(key));
    const file = this.#file;
    if (file === undefined) return all.map(() => undefined);
    return file.read((database) => all.map((stored) => live(database.get(stored))));
  }

  async #write<T>(action: (database: LmdbDatabase) => T): Promise<T> {
    if (this.#file === undefined || this.#isReadOnly) throw new Error('the store is only read');
    return this.#file.write(action);
  }

  #range(): { readonly start: Buffer; readonly end: Buffer } {
    const end = Buffer.from(this.#prefix);
    end[end.length - 1] = AFTER_NUL;
    return { start: this.#prefix, end };
  }

  #keyOf(key: string): Buffer {
    const stored = Buffer.concat([this.#prefix, Buffer.from(key)]);
    if (stored.length + expiryKey(0, EXPIRIES).length > longestKey)
      throw new Error(`a key of the store is longer than ${longestKey} bytes`);
    return stored;
  }
}

/** The value of what is stored, unless it has expired. */
function live(stored: string | undefined): string | undefined {
  if (stored === undefined) return undefined;
  const space = stored.indexOf(' ');
  const expiry = Number(stored.slice(0, space));
  return expiry === 0 || Date.now() < expiry ? stored.slice(space + 1) : undefined;
}

function expiryKey(expiry: number, stored: Buffer): Buffer {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(expiry));
  return Buffer.concat([EXPIRIES, time, stored]);
}

/** Removes some of the expired records. One that was written again since has a later expiry, and stays. */
function sweep(database: LmdbDatabase): void {
  const until = expiryKey(Date.now(), Buffer.alloc(0));
  for (const key of [...database.getKeys({ start: EXPIRIES, end: until, limit: sweptKeys })]) {
    const stored = key.subarray(EXPIRIES.length + 8);
    if (live(database.get(stored)) === undefined) database.removeSync(stored);
    database.removeSync(key);
  }
}
