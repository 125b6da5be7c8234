/** Length of a SHA-256. */
const HASH_BYTES = 32;
const FIRST_HASHES = 64;
/** The most bytes that `readUIntBE` reads into a number. */
const PREFIX_BYTES = 6;

/** A set of SHA-256 hashes, given as hex digits and kept as bytes: a million of them take 44 MB. */
export class ChangeHashes {
  #bytes = Buffer.alloc(FIRST_HASHES * HASH_BYTES);
  #count = 0;
  /** Positions of the hashes in sorted order; undefined after an `add`, until it is needed again. */
  #order: Uint32Array | undefined;
  #distinct = 0;

  add(hash: string): void {
    if (this.#count * HASH_BYTES === this.#bytes.length) {
      const longer = Buffer.alloc(this.#bytes.length * 2);
      this.#bytes.copy(longer);
      this.#bytes = longer;
    }
    this.#bytes.write(hash, this.#count * HASH_BYTES, 'hex');
    this.#count += 1;
    this.#order = undefined;
  }

  /** The number of distinct hashes. */
  get size(): number {
    this.#sorted();
    return this.#distinct;
  }

  has(hash: string): boolean {
    const order = this.#sorted();
    const wanted = Buffer.from(hash, 'hex');
    let [from, to] = [0, order.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      const compared = Buffer.compare(this.#at(order[middle] ?? 0), wanted);
      if (compared === 0) return true;
      if (compared < 0) from = middle + 1;
      else to = middle;
    }
    return false;
  }

  /** All hashes that were added, sorted. */
  *[Symbol.iterator](): Generator<string> {
    for (const at of this.#sorted()) yield this.#at(at).toString('hex');
  }

  #at(at: number): Buffer {
    return this.#bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES);
  }

  #sorted(): Uint32Array {
    if (this.#order !== undefined) return this.#order;
    const prefixes = new Float64Array(this.#count);
    const order = new Uint32Array(this.#count);
    for (let at = 0; at < this.#count; at++) {
      prefixes[at] = this.#bytes.readUIntBE(at * HASH_BYTES, PREFIX_BYTES);
      order[at] = at;
    }
    order.sort(
      (a, b) => (prefixes[a] ?? 0) - (prefixes[b] ?? 0) || Buffer.compare(this.#at(a), this.#at(b)) || a - b,
    );
    this.#distinct = 0;
    for (let at = 0; at < order.length; at++)
      if (at === 0 || Buffer.compare(this.#at(order[at - 1] ?? 0), this.#at(order[at] ?? 0)) !== 0)
        this.#distinct += 1;
    this.#order = order;
    return order;
  }
}
