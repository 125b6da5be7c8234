import { Numbers } from './numbers.ts';

/** Slots of a new table; a power of two, as it stays when it grows. */
const FIRST_SLOTS = 256;
/** The part of the slots that may be taken: above it, finding a free one takes too long. */
const FULLEST = 0.7;

/**
 * Numbers keys from 0 in the order in which they come. A key takes about twenty bytes however long it is, because only 64
 * bits of its hash are kept. Among ten million keys two different ones are mistaken for one with a probability of 1 in
 * 400,000.
 */
export class KeyIndex {
  #slots = FIRST_SLOTS;
  #count = 0;
  /** The number of the key that took the slot, plus one. */
  #taken = new Uint32Array(FIRST_SLOTS);
  /** By number. */
  readonly #low = new Numbers();
  readonly #high = new Numbers();

  /** The number of the key; for a new key that is the `size` before the call. */
  add(key: string): number {
    hash(key);
    const found = this.#find(low, high);
    if (found !== -1) return found;
    if (this.#count >= this.#slots * FULLEST) this.#grow();
    this.#low.set(this.#count, low);
    this.#high.set(this.#count, high);
    this.#taken[this.#free(low)] = this.#count + 1;
    return this.#count++;
  }

  /** The number of the key; -1 where it was never added. */
  find(key: string): number {
    hash(key);
    return this.#find(low, high);
  }

  has(key: string): boolean {
    return this.find(key) !== -1;
  }

  /** How many keys were added. */
  get size(): number {
    return this.#count;
  }

  #find(wantedLow: number, wantedHigh: number): number {
    const mask = this.#slots - 1;
    for (let slot = wantedLow & mask; ; slot = (slot + 1) & mask) {
      const at = (this.#taken[slot] ?? 0) - 1;
      if (at === -1 || (this.#low.get(at) === wantedLow && this.#high.get(at) === wantedHigh)) return at;
    }
  }

  /** The free slot for a hash that is not in the table. */
  #free(wantedLow: number): number {
    const mask = this.#slots - 1;
    let slot = wantedLow & mask;
    while (this.#taken[slot] !== 0) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    this.#slots *= 2;
    this.#taken = new Uint32Array(this.#slots);
    for (let at = 0; at < this.#count; at++) this.#taken[this.#free(this.#low.get(at))] = at + 1;
  }
}

/** The result of `hash`: two numbers, since an object for each key would be slow. */
let low = 0;
let high = 0;

/** Two independent 32-bit hashes: multiplied and folded a character at a time, mixed at the end as MurmurHash3 does. */
function hash(key: string): void {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at);
    a = Math.imul(a ^ code, 0x9e3779b1);
    a ^= a >>> 15;
    b = Math.imul(b ^ code, 0x5f356495);
    b ^= b >>> 13;
  }
  low = mixed(a ^ Math.imul(b, 0x85ebca6b));
  high = mixed(b ^ Math.imul(a, 0xc2b2ae35));
}

function mixed(hashed: number): number {
  let mix = Math.imul(hashed ^ (hashed >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return (mix ^ (mix >>> 16)) >>> 0;
}
