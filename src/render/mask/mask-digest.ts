import { createHmac, createSecretKey } from 'node:crypto';

/** What stands for a value where there is no key: nothing can be told from it, not even that two are equal. */
const NO_KEY = '•••';
/** Hex digits of the HMAC-SHA-256 that stand for a value (design 6.3). */
const DIGITS = 8;
/** Values that are remembered: an email comes back in the address, in `requires` and in findings. */
const REMEMBERED = 50_000;

/** What stands for a value: the same digits for the same value and key. */
export type MaskDigest = (value: string) => string;

/** HMAC-SHA-256, first eight hex digits, keyed by `key`; without a key everything is `•••`. */
export function maskDigest(key: string | undefined): MaskDigest {
  if (key === undefined || key === '') return () => NO_KEY;
  // A key that is prepared once halves the time of a large report.
  const secret = createSecretKey(key, 'utf8');
  const known = new Map<string, string>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const digits = createHmac('sha256', secret).update(value).digest('hex').slice(0, DIGITS);
    if (known.size >= REMEMBERED) known.clear();
    known.set(value, digits);
    return digits;
  };
}
