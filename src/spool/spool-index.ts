/** Where a value stands in the order, and which row it belongs to. */
export interface SpoolKey {
  /** 0 to 65,535; the lower stands first. */
  readonly rank: number;
  /** The lower stands first among those of one rank; any number. */
  readonly order: number;
  /** The ordinal of the row that the value belongs to, or -1. */
  readonly owner: number;
  /** 0 to 65,535, for the caller's own use. */
  readonly mark?: number | undefined;
}

/** Entries of a new index. */
const firstEntries = 1024;

/**
 * Keys and places of values in growing tables: 28 bytes a value, and nothing for the garbage collector to look at. A value's
 * bytes begin at `at`, and there are `bytes` of them.
 */
export class SpoolIndex {
  #count = 0;
  #rank = new Uint16Array(firstEntries);
  #order = new Float64Array(firstEntries);
  #owner = new Int32Array(firstEntries);
  #mark = new Uint16Array(firstEntries);
  #at = new Float64Array(firstEntries);
  #bytes = new Uint32Array(firstEntries);
  /** Whether every value was added after those that stand before it. */
  #inOrder = true;

  get length(): number {
    return this.#count;
  }

  /** The number of the new entry. */
  add({ rank, order, owner, mark = 0 }: SpoolKey): number {
    const entry = this.#count;
    if (entry === this.#rank.length) this.#grow();
    this.#rank[entry] = rank;
    this.#order[entry] = order;
    this.#owner[entry] = owner;
    this.#mark[entry] = mark;
    this.#count++;
    if (entry > 0 && this.compare(entry - 1, entry) > 0) this.#inOrder = false;
    return entry;
  }

  place(entry: number, at: number, bytes: number): void {
    this.#at[entry] = at;
    this.#bytes[entry] = bytes;
  }

  at(entry: number): number {
    return this.#at[entry] ?? 0;
  }

  bytes(entry: number): number {
    return this.#bytes[entry] ?? 0;
  }

  key(entry: number): SpoolKey {
    return {
      rank: this.#rank[entry] ?? 0,
      order: this.#order[entry] ?? 0,
      owner: this.#owner[entry] ?? 0,
      mark: this.#mark[entry] ?? 0,
    };
  }

  /** By rank, then by order; 0 for equals. */
  compare(a: number, b: number): number {
    const ranks = (this.#rank[a] ?? 0) - (this.#rank[b] ?? 0);
    if (ranks !== 0) return ranks;
    const [first, second] = [this.#order[a] ?? 0, this.#order[b] ?? 0];
    return first < second ? -1 : first > second ? 1 : 0;
  }

  /** The entries that are kept, by rank, then order, then as they were added. */
  sorted(keeps: (key: SpoolKey) => boolean = () => true): Uint32Array {
    const all = new Uint32Array(this.#count);
    let kept = 0;
    for (let entry = 0; entry < this.#count; entry++) if (keeps(this.key(entry))) all[kept++] = entry;
    const entries = kept === all.length ? all : all.slice(0, kept);
    return this.#inOrder ? entries : entries.sort((a, b) => this.compare(a, b) || a - b);
  }

  #grow(): void {
    const size = this.#rank.length * 2;
    const [rank, order, owner] = [this.#rank, this.#order, this.#owner];
    const [mark, at, bytes] = [this.#mark, this.#at, this.#bytes];
    this.#rank = new Uint16Array(size);
    this.#rank.set(rank);
    this.#order = new Float64Array(size);
    this.#order.set(order);
    this.#owner = new Int32Array(size);
    this.#owner.set(owner);
    this.#mark = new Uint16Array(size);
    this.#mark.set(mark);
    this.#at = new Float64Array(size);
    this.#at.set(at);
    this.#bytes = new Uint32Array(size);
    this.#bytes.set(bytes);
  }
}
