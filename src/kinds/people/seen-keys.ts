import { KeyIndex } from '../../types/key-index.ts';
import { Numbers } from '../../types/numbers.ts';
import type { Place } from '../../types/place.ts';

/** Remembers which keys were seen and where, in about thirty bytes a key, so that files of any size can be checked. */
export class SeenKeys {
  readonly #keys = new KeyIndex();
  /** The row, else the line, of each key. */
  readonly #at = new Numbers();
  readonly #file = new Numbers();
  /** The files of the places, and whether their places are rows or lines. */
  readonly #files: { readonly file: string; readonly rows: boolean }[] = [];

  /** Undefined for a new key, which is remembered; else the place where it was seen first. */
  add(key: string, place: Place): Place | undefined {
    const before = this.#keys.size;
    const number = this.#keys.add(key);
    if (number < before) return this.#place(number);
    this.#at.set(number, place.row ?? place.line ?? 0);
    this.#file.set(number, this.#fileOf(place));
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
    const { file, rows } = this.#files[this.#file.get(number)] ?? { file: '', rows: false };
    const at = this.#at.get(number);
    return rows ? { file, row: at } : { file, line: at };
  }

  #fileOf({ file, row }: Place): number {
    const rows = row !== undefined;
    const last = this.#files.length - 1;
    if (this.#files[last]?.file === file && this.#files[last]?.rows === rows) return last;
    return this.#files.push({ file, rows }) - 1;
  }
}
