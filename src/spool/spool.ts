import { orderTies } from './order-ties.ts';
import { ScratchFile } from './scratch-file.ts';
import { SpoolIndex, type SpoolKey } from './spool-index.ts';
import { WindowReader } from './window-reader.ts';

/** How many values stay in memory, unless the options say otherwise. */
const fewValues = 2000;

export interface SpoolOptions<T> {
  /** How many values stay in memory; when there are more, all go to disk. */
  readonly inMemory?: number | undefined;
  /** Default: JSON. */
  encode?(value: T): string;
  decode?(text: string): T;
  /** Makes the file that values are spilled to. */
  scratch?(): ScratchFile;
}

export interface SortOptions<T> {
  /** Which values to include. Default: all. */
  keeps?(key: SpoolKey): boolean;
  /** The order among values of one rank and order. Default: as they were added. */
  ties?(a: T, b: T): number;
}

/** Values in order, to be read as often as needed. */
export type Sorted<T> = Iterable<T> & { readonly length: number };

/**
 * Holds any number of values with keys: the keys in compact tables, the values in memory while they are few, else on disk.
 * Throws a SpoolError where the disk cannot hold them.
 */
export class Spool<T> {
  readonly #index = new SpoolIndex();
  readonly #inMemory: number;
  readonly #encode: (value: T) => string;
  readonly #decode: (text: string) => T;
  readonly #scratch: () => ScratchFile;
  #values: T[] = [];
  #file: ScratchFile | undefined;

  constructor(options: SpoolOptions<T> = {}) {
    this.#inMemory = options.inMemory ?? fewValues;
    this.#encode = options.encode ?? JSON.stringify;
    // A caller whose values JSON cannot hold passes `encode` and `decode`.
    this.#decode = options.decode ?? ((text) => JSON.parse(text) as T);
    this.#scratch = options.scratch ?? (() => new ScratchFile());
  }

  get length(): number {
    return this.#index.length;
  }

  add(value: T, key: SpoolKey): void {
    if (this.#file === undefined && this.length >= this.#inMemory) this.#file = this.#moved();
    if (this.#file === undefined) {
      this.#values.push(value);
      this.#index.add(key);
      return;
    }
    const at = this.#file.append(this.#encode(value));
    this.#index.place(this.#index.add(key), at, this.#file.size - at);
  }

  /** The value that was added as the `entry`-th, counted from 0; there has to be one. */
  at(entry: number): T {
    // The values are there until there is a file.
    if (this.#file === undefined) return this.#values[entry] as T;
    return this.#decode(this.#file.read(this.#index.at(entry), this.#index.bytes(entry)).toString());
  }

  /** By rank, then order, then `ties`, of those that were added so far. */
  sorted({ keeps, ties }: SortOptions<T> = {}): Sorted<T> {
    const entries = this.#index.sorted(keeps);
    const read = (some: Uint32Array) => this.#read(some);
    if (ties !== undefined)
      orderTies(entries, { compare: ties, read, isTie: (a, b) => this.#index.compare(a, b) === 0 });
    return { length: entries.length, [Symbol.iterator]: () => read(entries) };
  }

  /** Frees everything; nothing can be read any more. */
  close(): void {
    this.#values = [];
    this.#file?.close();
  }

  /** A file with the values that were in memory. Where there is no room for it, they stay there. */
  #moved(): ScratchFile {
    const file = this.#scratch();
    for (const [entry, value] of this.#values.entries()) {
      const at = file.append(this.#encode(value));
      this.#index.place(entry, at, file.size - at);
    }
    this.#values = [];
    return file;
  }

  *#read(entries: Uint32Array): Generator<T> {
    let reader: WindowReader | undefined;
    for (let at = 0; at < entries.length; at++) {
      const entry = entries[at] ?? 0;
      if (this.#file === undefined) {
        // The values are there until there is a file.
        yield this.#values[entry] as T;
        continue;
      }
      reader ??= new WindowReader(this.#file, this.#index);
      yield this.#decode(reader.text(entry, entries[at + 1]));
    }
  }
}
