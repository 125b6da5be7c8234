import { type Sorted, Spool } from '../spool/spool.ts';
import { KeyIndex } from '../types/key-index.ts';
import { Numbers } from '../types/numbers.ts';

/** Like a Map, but on disk, with only numbers in memory: holds the latest row of each key, in the order in which the keys came. */
export class LatestRows<T> {
  readonly #rows = new Spool<T>();
  readonly #compare: ((a: T, b: T) => number) | undefined;
  readonly #keys = new KeyIndex();
  /** Number of a key → its latest entry. */
  readonly #latest = new Numbers();
  /** Entry → number of its key. */
  readonly #keyOf = new Numbers();

  /** `compare`: another order of the rows. */
  constructor(compare?: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  /** Returns the number of the key, counted from 0 in the order in which keys came. */
  set(key: string, row: T): number {
    const number = this.#keys.add(key);
    const entry = this.#rows.length;
    this.#latest.set(number, entry);
    this.#keyOf.set(entry, number);
    this.#rows.add(row, { rank: 0, order: this.#compare === undefined ? number : 0, owner: entry });
    return number;
  }

  /** The latest row of a key. If another key has the same hash, it may be the row of that one. */
  get(key: string): T | undefined {
    const number = this.#keys.find(key);
    return number === -1 ? undefined : this.at(number);
  }

  /** The latest row of the key with this number, which has to exist. */
  at(number: number): T {
    return this.#rows.at(this.#latest.get(number));
  }

  /** Number of distinct keys. */
  get size(): number {
    return this.#keys.size;
  }

  /** All rows in order; can be iterated several times. */
  all(): Sorted<T> {
    const keeps = ({ owner }: { readonly owner: number }) =>
      this.#latest.get(this.#keyOf.get(owner)) === owner;
    return this.#rows.sorted({ keeps, ...(this.#compare === undefined ? {} : { ties: this.#compare }) });
  }

  /** Frees the disk space; nothing can be read afterwards. */
  close(): void {
    this.#rows.close();
  }
}
