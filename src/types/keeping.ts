/**
 * Keeps values beside a long piece of work, to be read again later: a few in memory, more of them elsewhere, as the caller
 * decides. Values are JSON.
 */
export interface Kept<T> {
  readonly length: number;
  /** `order`: where the value stands in `inOrder`; of equals the earlier one first. */
  add(value: T, order: number): void;
  /** What was added as the `entry`-th, counted from 0. */
  at(entry: number): T;
  inOrder(): Iterable<T> & { readonly length: number };
  /** Frees everything; nothing can be read any more. */
  close(): void;
}

/** Makes room for values of one sort. */
export type Keep = <T>() => Kept<T>;

/** Keeps everything in memory. */
export const keepInMemory: Keep = <T>() => new KeptList<T>();

class KeptList<T> implements Kept<T> {
  #values: { readonly value: T; readonly order: number }[] = [];

  get length(): number {
    return this.#values.length;
  }

  add(value: T, order: number): void {
    this.#values.push({ value, order });
  }

  at(entry: number): T {
    const one = this.#values[entry];
    if (one === undefined) throw new RangeError(`nothing was added as number ${entry}`);
    return one.value;
  }

  inOrder(): readonly T[] {
    return this.#values.toSorted((a, b) => a.order - b.order).map(({ value }) => value);
  }

  close(): void {
    this.#values = [];
  }
}
