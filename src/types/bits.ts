import { Numbers } from './numbers.ts';

const BITS = 32;

/** A set of whole numbers from 0 that are close together, at one bit each. */
export class Bits {
  readonly #words = new Numbers();

  has(at: number): boolean {
    return ((this.#words.get(at >>> 5) >>> (at % BITS)) & 1) === 1;
  }

  add(at: number): void {
    this.#words.set(at >>> 5, this.#words.get(at >>> 5) | (1 << (at % BITS)));
  }

  remove(at: number): void {
    if (this.has(at)) this.#words.set(at >>> 5, this.#words.get(at >>> 5) & ~(1 << (at % BITS)));
  }
}
