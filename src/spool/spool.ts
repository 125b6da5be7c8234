import { SpoolIndex, type SpoolKey } from './spool-index.ts';

export interface SpoolOptions<T> {
  /** So many values are kept as they are; above it, all lie on disk. */
  readonly inMemory?: number | undefined;
  /** JSON without it. */
  encode?(value: T): string;
  decode?(text: string): T;
}

export interface SortOptions<T> {
  /** Leaves out those that it refuses. */
  keeps?(key: SpoolKey): boolean;
  /** The order among values of one rank and order; without it, as they were added. */
  ties?(a: T, b: T): number;
}

/** Values in order, to be read as often as needed. */
export type Sorted<T> = Iterable<T> & { readonly length: number };

/** Values with keys, however many: their keys in compact tables, themselves in memory while they are few. */
export class Spool<T> {
  readonly #index = new SpoolIndex();
  readonly #values: T[] = [];

  constructor({ inMemory: _inMemory }: SpoolOptions<T> = {}) {
    // All of it stays in memory for now.
  }

  get length(): number {
    return this.#index.length;
  }

  add(value: T, key: SpoolKey): void {
    this.#values.push(value);
    this.#index.add(key);
  }

  /** By rank, then order, then `ties`, of those that were added so far. */
  sorted({ keeps, ties }: SortOptions<T> = {}): Sorted<T> {
    const values = this.#values;
    const value = (entry: number) => values[entry] as T;
    const entries = this.#index.sorted(keeps);
    if (ties !== undefined) {
      entries.sort((a, b) => this.#index.compare(a, b) || ties(value(a), value(b)) || a - b);
    }
    return {
      length: entries.length,
      *[Symbol.iterator]() {
        for (const entry of entries) yield value(entry);
      },
    };
  }

  /** Frees everything; nothing can be read any more. */
  close(): void {
    this.#values.length = 0;
  }
}
