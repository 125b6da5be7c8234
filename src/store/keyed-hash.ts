import { createHmac } from 'node:crypto';

/** Text → 24 hex digits that tell nothing without the key. */
export type KeyedHash = (text: string) => string;

/**
 * Of a secret that does not stand in the store, the mask key or the token, so that whoever reads the store cannot try its hashes
 * out; and of the store's own key, so that two stores have nothing in common.
 */
export function createKeyedHash(secret: string, storeKey: Uint8Array): KeyedHash {
  const key = createHmac('sha256', secret).update(storeKey).digest();
  return (text) => createHmac('sha256', key).update(text).digest('hex').slice(0, 24);
}

/** Tells whether a store was written with the same key. */
export function keyCheck(hash: KeyedHash): string {
  return hash('interform store key').slice(0, 8);
}
