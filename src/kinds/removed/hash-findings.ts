import type { Diagnostic } from '../../types/diagnostic.ts';
import { checkOfHash } from '../../types/key-hashes.ts';
import { KEY_FIELDS, type RemovedContact } from './declaration.ts';
import type { Hashed } from './hashed.ts';

/** What is wrong with an entry that has a hash. It does not repeat the hash, which may be an email in the wrong column. */
export function hashFault({ cells, hash, address, place }: RemovedContact): Diagnostic | undefined {
  const beside = KEY_FIELDS.filter((field) => cells.has(field));
  const at = {
    code: 'removed-hash',
    severity: 'error',
    address,
    ...(cells.get('hash')?.place ?? place),
  } as const;
  if (checkOfHash(hash ?? '') === undefined)
    return {
      ...at,
      summary: 'this is no hash from the proof of an erasure',
      detail: 'a hash is eight hex digits, a -, and 24 hex digits',
      help: 'paste it whole, as erased.keys of interform history RUN --json has it; an id, external_id, email or phone has a key or column of its own, and columns leaves out a column of that name that holds something else',
    };
  if (beside.length === 0) return undefined;
  return {
    ...at,
    summary: 'a hash stands alone, or beside a role',
    detail: `${beside.join(' and ')} stands beside it`,
    help: 'give each an entry or row of its own: either the hash says who is meant, or the key does',
  };
}

/** Why this hash was not compared; undefined where it was, or where not everybody was read, which is told of once. */
export function notComparable(
  { hash = '', address, place }: RemovedContact,
  hashed: Hashed,
): Diagnostic | undefined {
  const at = { address, ...place };
  switch (hashed.state) {
    case 'unread':
      return {
        code: 'not-compared',
        severity: 'info',
        summary: 'people to be removed by a hash were not looked for: a plan from a snapshot reads no store',
        help: 'plan without --snapshot',
      };
    case 'no-store':
      return {
        code: 'removed-hash-key',
        severity: 'error',
        summary: 'hashes cannot be compared without the store that made them',
        detail: 'the project has no store, or none was written yet',
        help: 'plan where the store of the erasure is, or share it by a Redis; or name the people by their keys, in a file that git ignores',
        ...at,
      };
    default:
      if (checkOfHash(hash) === hashed.check) return undefined;
      return {
        code: 'removed-hash-key',
        severity: 'error',
        summary: 'this hash was made with another key, and cannot be compared',
        detail: `it begins with ${checkOfHash(hash) ?? ''}, and those of this store with ${hashed.check}`,
        help: 'plan with the store, and with the token or the key of mask_key_env, of the erasure; or name the person by a key, in a file that git ignores',
        ...at,
      };
  }
}
