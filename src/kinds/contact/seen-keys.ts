import { extended, KeyIndex } from '../../types/key-index.ts';
import type { Place } from '../../types/place.ts';

const FIRST_KEYS = 256;

/** Which keys were seen and where, in about thirty bytes a key, so that a file of any size is looked through. */
export class SeenKeys {
  readonly #keys = new KeyIndex();
  /** The row, else the line, of each key. */
  #at = new Uint32Array(FIRST_KEYS);
  #file = new Uint32Array(FIRST_KEYS);
  /** Files of the places, each with whether it counts by rows. */
  readonly #files: { readonly file: string; readonly rows: boolean }[] = [];

  /** Undefined for a key that is new, which is remembered; else the place where it was seen first. */
  add(key: string, place: Place): Place | undefined {
    const before = this.#keys.size;
    const number = this.#keys.add(key);
    if (number < before) return this.#place(number);
    if (number === this.#at.length) {
      this.#at = extended(this.#at, number * 2);
      this.#file = extended(this.#file, number * 2);
    }
    this.#at[number] = place.row ?? place.line ?? 0;
    this.#file[number] = this.#fileOf(place);
    return undefined;
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /** How many keys were seen. */
  get size(): number {
    return this.#keys.size;
  }

  #place(number: number): Place {
    const { file, rows } = this.#files[this.#file[number] ?? 0] ?? { file: '', rows: false };
    const at = this.#at[number] ?? 0;
    return rows ? { file, row: at } : { file, line: at };
  }

  #fileOf({ file, row }: Place): number {
    const rows = row !== undefined;
    const last = this.#files.length - 1;
    if (this.#files[last]?.file === file && this.#files[last]?.rows === rows) return last;
    return this.#files.push({ file, rows }) - 1;
  }
}
