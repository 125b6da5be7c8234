import type { ContactKey } from './contact-key.ts';

/** Makes the keyed hashes by which a proof of an erasure names a person. */
export interface ComparableHashes {
  readonly state: 'comparable';
  /** The beginning of every hash that was made with the same key: eight hex digits. */
  readonly check: string;
  /** `<check>-` and 24 hex digits; the same for all spellings of a key. */
  of(key: ContactKey): string;
}

/**
 * Whether keyed hashes can be compared with people. `no-store`: the project has none, or none was written yet. `unread`: no
 * store is read, such as offline or by a plan from a snapshot.
 */
export type KeyHashes = ComparableHashes | { readonly state: 'no-store' | 'unread' };

const FORM = /^([0-9a-f]{8})-[0-9a-f]{24}$/;

/** What a keyed hash says of the key that it was made with; undefined for a text that is no such hash. */
export function checkOfHash(hash: string): string | undefined {
  return FORM.exec(hash)?.[1];
}
