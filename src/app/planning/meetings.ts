import { Bits } from '../../types/bits.ts';
import { KeyIndex } from '../../types/key-index.ts';
import { Numbers } from '../../types/numbers.ts';

/**
 * Which rows meet: those that touch one key, directly or through others. Of a row only a number is kept, of a key its hash: equal hashes
 * make rows meet that are then found to have nothing to do with each other, once they are planned together.
 */
export class Meetings {
  readonly #keys = new KeyIndex();
  /** By the number of a key: the row that touched it first. */
  readonly #first = new Numbers();
  /** By row: a row of the same group that is nearer to the one it is known by. */
  readonly #above = new Numbers();
  /** Rows that others joined. */
  readonly #joined = new Bits();
  #rows = 0;

  get rows(): number {
    return this.#rows;
  }

  /** The number of a new row, counted from 0. */
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

  /** The row that the group of this one is known by, for now: groups unite. */
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

  /** Whether no other row is known to meet it. */
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
