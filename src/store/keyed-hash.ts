import { createHmac } from 'node:crypto';

/** Text → 24 hex digits that tell nothing without the key. */
export type KeyedHash = (text: string) => string;

/**
 * The key is made of a secret outside the store (the mask key or the token), so that a reader of the store cannot test
 * guesses against its hashes, and of the store's own key, so that the hashes of two stores have nothing in common.
 */
export function createKeyedHash(secret: string, storeKey: Uint8Array): KeyedHash {
  const key = createHmac('sha256', secret).update(storeKey).digest();
  return (text) => createHmac('sha256', key).update(text).digest('hex').slice(0, 24);
}

/** Tells whether a store was written with the same key. */
export function keyCheck(hash: KeyedHash): string {
  return hash('interform store key').slice(0, 8);
}
