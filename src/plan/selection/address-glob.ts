import { addressSegments } from '../../types/address.ts';

/** Tells whether an address, or the same address with its percent-encoding undone, is meant. */
export type AddressMatcher = (address: string) => boolean;

/**
 * Compiles the pattern of `--target` and `--exclude`. Everything else is literal, so that an address selects itself.
 *
 *     ?    one character of a segment             tag/vi?
 *     *    any characters of one segment          contact/beta/*
 *     **   any characters, across segments        contact/**
 */
export function addressGlob(glob: string): AddressMatcher {
  const source = glob.replace(/\*\*|[*?]|[\\^$.|+()[\]{}]/g, (token) => {
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    return `\\${token}`;
  });
  const pattern = new RegExp(`^${source}$`, 'su');
  return (address) => pattern.test(address) || (address.includes('%') && pattern.test(decoded(address)));
}

function decoded(address: string): string {
  try {
    return addressSegments(address).join('/');
  } catch {
    return address;
  }
}
