/** How many different texts there are among a million, in sixteen bytes each: by hashes of 64 bits, of which no two meet by chance. */
export class DistinctCount {
  #size = 0;
  /** Pairs of hashes; a pair of zeroes is free. */
  #table = new Uint32Array(2 * 1024);

  get size(): number {
    return this.#size;
  }

  add(text: string): void {
    let [first, second] = [0x811c9dc5, 0x9e3779b9];
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      first = Math.imul(first ^ code, 0x01000193);
      second = Math.imul(second ^ code, 0x85ebca6b);
      second ^= second >>> 15;
    }
    if (!this.#place(first >>> 0, (second | 1) >>> 0)) return;
    this.#size += 1;
    if (this.#size * 4 > this.#table.length) this.#grow();
  }

  #place(first: number, second: number): boolean {
    const table = this.#table;
    const mask = table.length / 2 - 1;
    for (let slot = first & mask; ; slot = (slot + 1) & mask) {
      const [a, b] = [table[2 * slot], table[2 * slot + 1]];
      if (a === first && b === second) return false;
      if (b !== 0) continue;
      table[2 * slot] = first;
      table[2 * slot + 1] = second;
      return true;
    }
  }

  #grow(): void {
    const old = this.#table;
    this.#table = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += 2) {
      const second = old[at + 1] ?? 0;
      if (second !== 0) this.#place(old[at] ?? 0, second);
    }
  }
}
