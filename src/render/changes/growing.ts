/** A column of small numbers that grows, for what is known of each of a million changes. */
export class Growing {
  length = 0;
  #numbers: Uint8Array | Uint32Array;

  constructor(kind: typeof Uint8Array | typeof Uint32Array) {
    this.#numbers = new kind(1024);
  }

  push(value: number): void {
    if (this.length === this.#numbers.length) {
      const wider =
        this.#numbers instanceof Uint8Array
          ? new Uint8Array(this.length * 2)
          : new Uint32Array(this.length * 2);
      wider.set(this.#numbers);
      this.#numbers = wider;
    }
    this.#numbers[this.length] = value;
    this.length += 1;
  }

  at(index: number): number {
    return this.#numbers[index] ?? 0;
  }
}
