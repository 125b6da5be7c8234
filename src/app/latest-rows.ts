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

  /** Returns the number of the key among the different ones. */
  set(key: string, row: T): number {
    const number = this.#keys.add(key);
    const entry = this.#rows.length;
    this.#latest.set(number, entry);
    this.#keyOf.set(entry, number);
    this.#rows.add(row, { rank: 0, order: this.#compare === undefined ? number : 0, owner: entry });
    return number;
  }

  /** The latest row of a key; where two keys have one hash, it may be that of the other. */
  get(key: string): T | undefined {
    const number = this.#keys.find(key);
    return number === -1 ? undefined : this.at(number);
  }

  /** The latest row of the key that came as the `number`-th different one, counted from 0; there has to be one. */
  at(number: number): T {
    return this.#rows.at(this.#latest.get(number));
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
