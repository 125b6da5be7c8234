import type { Place } from '../../types/place.ts';

/** Slots of a new table; a power of two, as it stays when it grows. */
const firstSlots = 4096;
/** The part of the slots that may be taken: above it, finding a free one takes long. */
const fullest = 0.7;

/**
 * Which keys were seen and where, in about twenty bytes a key, so that a file of any size is looked through: of a key only 64
 * bits of hash are kept. Among ten million keys two different ones are taken for one with a probability of one in 400,000.
 */
export class SeenKeys {
  #slots = firstSlots;
  #count = 0;
  #low = new Uint32Array(firstSlots);
  #high = new Uint32Array(firstSlots);
  /** The row, else the line, of a taken slot, plus one. */
  #at = new Uint32Array(firstSlots);
  #file = new Uint16Array(firstSlots);
  /** Files of the places, each with whether it counts by rows. */
  readonly #files: { readonly file: string; readonly rows: boolean }[] = [];

  /** Undefined for a key that is new, which is remembered; else the place where it was seen first. */
  add(key: string, place: Place): Place | undefined {
    if (this.#count >= this.#slots * fullest) this.#grow();
    const [low, high] = hashes(key);
    const slot = this.#find(low, high);
    if (this.#at[slot] !== 0) return this.#place(slot);
    this.#low[slot] = low;
    this.#high[slot] = high;
    this.#at[slot] = (place.row ?? place.line ?? 0) + 1;
    this.#file[slot] = this.#fileOf(place);
    this.#count++;
    return undefined;
  }

  has(key: string): boolean {
    return this.#at[this.#find(...hashes(key))] !== 0;
  }

  /** How many keys were seen. */
  get size(): number {
    return this.#count;
  }

  /** The slot of the key, or the free one where it belongs. */
  #find(low: number, high: number): number {
    let slot = low & (this.#slots - 1);
    while (this.#at[slot] !== 0 && (this.#low[slot] !== low || this.#high[slot] !== high)) {
      slot = (slot + 1) & (this.#slots - 1);
    }
    return slot;
  }

  #place(slot: number): Place {
    const { file, rows } = this.#files[this.#file[slot] ?? 0] ?? { file: '', rows: false };
    const at = (this.#at[slot] ?? 0) - 1;
    return rows ? { file, row: at } : { file, line: at };
  }

  #fileOf({ file, row }: Place): number {
    const rows = row !== undefined;
    const last = this.#files.length - 1;
    if (this.#files[last]?.file === file && this.#files[last]?.rows === rows) return last;
    return this.#files.push({ file, rows }) - 1;
  }

  #grow(): void {
    const [low, high, at, file] = [this.#low, this.#high, this.#at, this.#file];
    const before = this.#slots;
    this.#slots *= 2;
    this.#low = new Uint32Array(this.#slots);
    this.#high = new Uint32Array(this.#slots);
    this.#at = new Uint32Array(this.#slots);
    this.#file = new Uint16Array(this.#slots);
    for (let from = 0; from < before; from++) {
      if (at[from] === 0) continue;
      const to = this.#find(low[from] ?? 0, high[from] ?? 0);
      this.#low[to] = low[from] ?? 0;
      this.#high[to] = high[from] ?? 0;
      this.#at[to] = at[from] ?? 0;
      this.#file[to] = file[from] ?? 0;
    }
  }
}

/** Two independent 32-bit hashes: multiplied and folded a character at a time, mixed at the end as MurmurHash3 does. */
function hashes(key: string): readonly [number, number] {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at);
    a = Math.imul(a ^ code, 0x9e3779b1);
    a ^= a >>> 15;
    b = Math.imul(b ^ code, 0x5f356495);
    b ^= b >>> 13;
  }
  return [mixed(a ^ Math.imul(b, 0x85ebca6b)), mixed(b ^ Math.imul(a, 0xc2b2ae35))];
}

function mixed(hash: number): number {
  let mix = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return (mix ^ (mix >>> 16)) >>> 0;
}
