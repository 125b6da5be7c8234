import { ScratchFile } from './scratch-file.ts';

/** How many values stay in memory, unless the options say otherwise. */
const fewValues = 2000;
/** Places of a new table. */
const firstPlaces = 1024;

export interface LatestOptions {
  /** How many values stay in memory; when there are more, all go to disk. */
  readonly inMemory?: number | undefined;
  /** Makes the file that values are spilled to. */
  readonly scratch?: (() => ScratchFile) | undefined;
}

/**
 * Keeps the last value of each place, counted from 0, as JSON: twelve bytes a place in memory once there are many. A value that is
 * put again is written behind all others, and the former one stays on disk unused. Throws a SpoolError where the disk cannot hold
 * them.
 */
export class Latest<T> {
  readonly #inMemory: number;
  readonly #scratch: () => ScratchFile;
  #values = new Map<number, T>();
  #file: ScratchFile | undefined;
  #offset = new Float64Array(firstPlaces);
  #bytes = new Uint32Array(firstPlaces);

  constructor({ inMemory = fewValues, scratch = () => new ScratchFile() }: LatestOptions = {}) {
    this.#inMemory = inMemory;
    this.#scratch = scratch;
  }

  put(place: number, value: T): void {
    if (this.#file === undefined) this.#hold(place, value);
    else this.#spill(this.#file, place, value);
  }

  /** Undefined where none was put. */
  get(place: number): T | undefined {
    if (this.#file === undefined) return this.#values.get(place);
    const bytes = this.#bytes[place] ?? 0;
    if (bytes === 0) return undefined;
    const text = this.#file.read(this.#offset[place] ?? 0, bytes).toString();
    return JSON.parse(text) as T; // It was written from one.
  }

  #hold(place: number, value: T): void {
    this.#values.set(place, value);
    if (this.#values.size <= this.#inMemory) return;
    const file = this.#scratch();
    for (const [at, held] of this.#values) this.#spill(file, at, held);
    this.#file = file;
    this.#values = new Map();
  }

  #spill(file: ScratchFile, place: number, value: T): void {
    if (place >= this.#offset.length) this.#grow(place + 1);
    const offset = file.append(JSON.stringify(value));
    this.#offset[place] = offset;
    this.#bytes[place] = file.size - offset;
  }

  #grow(places: number): void {
    const size = Math.max(places, this.#offset.length * 2);
    const [offset, bytes] = [this.#offset, this.#bytes];
    this.#offset = new Float64Array(size);
    this.#offset.set(offset);
    this.#bytes = new Uint32Array(size);
    this.#bytes.set(bytes);
  }
}
