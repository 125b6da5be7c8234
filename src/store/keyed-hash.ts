import { createHmac } from 'node:crypto';

/** Text → 24 hex digits that tell nothing without the key. */
export type KeyedHash = (text: string) => string;

/** Of the mask key or the token: neither stands in the store, so its hashes cannot be tried out by whoever reads it. */
export function createKeyedHash(key: string): KeyedHash {
  return (text) => createHmac('sha256', key).update(text).digest('hex').slice(0, 24);
}

/** Tells whether a store was written with the same key. */
export function keyCheck(hash: KeyedHash): string {
  return hash('interform store key').slice(0, 8);
}
