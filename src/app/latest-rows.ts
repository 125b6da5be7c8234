import { type Sorted, Spool } from '../spool/spool.ts';
import { KeyIndex } from '../types/key-index.ts';
import { Numbers } from '../types/numbers.ts';

/** Rows by key as a Map would hold them, the latest of each key where its first one stood: on disk, but for numbers. */
export class LatestRows<T> {
  readonly #rows = new Spool<T>();
  readonly #compare: ((a: T, b: T) => number) | undefined;
  readonly #keys = new KeyIndex();
  /** The latest entry of each key. */
  readonly #latest = new Numbers();
  /** The key of each entry. */
  readonly #keyOf = new Numbers();

  /** `compare` puts the rows in another order than that of their keys. */
  constructor(compare?: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  set(key: string, row: T): void {
    const number = this.#keys.add(key);
    const entry = this.#rows.length;
    this.#latest.set(number, entry);
    this.#keyOf.set(entry, number);
    this.#rows.add(row, { rank: 0, order: this.#compare === undefined ? number : 0, owner: entry });
  }

  /** How many keys there are. */
  get size(): number {
    return this.#keys.size;
  }

  /** In order, to be read as often as needed. */
  all(): Sorted<T> {
    const keeps = ({ owner }: { readonly owner: number }) =>
      this.#latest.get(this.#keyOf.get(owner)) === owner;
    return this.#rows.sorted({ keeps, ...(this.#compare === undefined ? {} : { ties: this.#compare }) });
  }

  /** Frees everything; nothing can be read any more. */
  close(): void {
    this.#rows.close();
  }
}
