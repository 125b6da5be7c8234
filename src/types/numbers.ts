const FIRST_LENGTH = 256;

/**
 * A column of whole numbers up to 2 ** 32 - 1, at four bytes each; it grows with the highest index that is set. Others are
 * 0.
 */
export class Numbers {
  #values = new Uint32Array(FIRST_LENGTH);

  get(at: number): number {
    return this.#values[at] ?? 0;
  }

  set(at: number, value: number): void {
    if (at >= this.#values.length) {
      const longer = new Uint32Array(Math.max(at + 1, this.#values.length * 2));
      longer.set(this.#values);
      this.#values = longer;
    }
    this.#values[at] = value;
  }
}
