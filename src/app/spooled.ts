import { Spool } from '../spool/spool.ts';
import type { Keep, Kept } from '../types/keeping.ts';

/** Keeps values in a spool: a few in memory, more of them on disk. */
export const spooled: Keep = <T>() => new Spooled<T>();

class Spooled<T> implements Kept<T> {
  readonly #spool = new Spool<T>();

  get length(): number {
    return this.#spool.length;
  }

  add(value: T, order: number): void {
    this.#spool.add(value, { rank: 0, order, owner: -1 });
  }

  at(entry: number): T {
    return this.#spool.at(entry);
  }

  inOrder(): Iterable<T> & { readonly length: number } {
    return this.#spool.sorted();
  }

  close(): void {
    this.#spool.close();
  }
}
