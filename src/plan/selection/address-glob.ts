import { addressSegments } from '../../types/address.ts';

/** Whether a pattern matches an address, either as it is or with its percent-encoding decoded. */
export type AddressMatcher = (address: string) => boolean;

/**
 * Compiles a pattern of `--target` or `--exclude`. All other characters are literal, so an address matches itself.
 *
 *     ?    one character of a segment             tag/vi?
 *     *    any characters of one segment          contact/beta/*
 *     **   any characters, across segments        contact/**
 */
export function addressGlob(glob: string): AddressMatcher {
  const pattern = globPattern(glob);
  return (address) =>
    pattern.test(address) || (address.includes('%') && pattern.test(decodedAddress(address)));
}

export function globPattern(glob: string, { ignoreCase = false } = {}): RegExp {
  const source = glob.replace(/\*\*|[*?]|[\\^$.|+()[\]{}]/g, (token) => {
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    return `\\${token}`;
  });
  return new RegExp(`^${source}$`, ignoreCase ? 'sui' : 'su');
}

export function decodedAddress(address: string): string {
  try {
    return addressSegments(address).join('/');
  } catch {
    return address;
  }
}
