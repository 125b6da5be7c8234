import { Bits } from '../../types/bits.ts';
import { KeyIndex } from '../../types/key-index.ts';
import { Numbers } from '../../types/numbers.ts';

/**
 * Groups rows that meet: rows that touch the same key, directly or through other rows (a union-find). It keeps a number for
 * each row and a hash for each key. Equal hashes of two keys only cause rows to be planned together that have nothing in
 * common.
 */
export class Meetings {
  readonly #keys = new KeyIndex();
  /** Number of a key → the row that touched it first. */
  readonly #first = new Numbers();
  /** Row → a row of the same group that is nearer to the group's representative. */
  readonly #above = new Numbers();
  /** Rows that were representatives when another group joined theirs. */
  readonly #joined = new Bits();
  #rows = 0;

  get rows(): number {
    return this.#rows;
  }

  /** Adds a row, and returns its number, from 0. */
  add(): number {
    const row = this.#rows++;
    this.#above.set(row, row);
    return row;
  }

  touch(row: number, key: string): void {
    const before = this.#keys.size;
    const number = this.#keys.add(key);
    if (number < before) {
      this.#unite(this.#first.get(number), row);
      return;
    }
    this.#first.set(number, row);
  }

  /** A row that touched the key; undefined where none did. */
  at(key: string): number | undefined {
    const number = this.#keys.find(key);
    return number === -1 ? undefined : this.#first.get(number);
  }

  /** The row that represents the group of this one. It changes when groups unite. */
  group(row: number): number {
    const above = this.#above;
    let at = row;
    for (;;) {
      const next = above.get(at);
      if (next === at) return at;
      const nearer = above.get(next);
      above.set(at, nearer);
      at = nearer;
    }
  }

  /** True as long as no other row is known to meet this one. */
  isAlone(row: number): boolean {
    return this.group(row) === row && !this.#joined.has(row);
  }

  #unite(a: number, b: number): void {
    const [one, other] = [this.group(a), this.group(b)];
    if (one === other) return;
    this.#joined.add(Math.min(one, other));
    this.#above.set(Math.max(one, other), Math.min(one, other));
  }
}
