import { type Bucket, IdsByKey } from './ids-by-key.ts';

/** What an index has to know of the records that it holds. */
export interface Indexing<R> {
  /** What is not listed is in the index no longer. */
  isListed(record: R): boolean;
  /** The values that its hash indexes file a record under, each with the name of the index. */
  hashKeys(record: R): readonly (readonly [hash: string, key: string])[];
}

/** What searches cost, for tests that must not measure time. */
export interface SearchCost {
  /** Filters that were held against one record. */
  leafEvaluations: number;
  /** Buckets taken from a hash index. */
  indexLookups: number;
  /** Results that were computed rather than taken from the page before. */
  resultsComputed: number;
}

interface Pending<R> {
  readonly dueAt: number;
  readonly record: R;
}

/** Computed results to keep: a scan needs one, one that is divided as many as a client has requests in flight. */
const KEPT_RESULTS = 64;

/**
 * The lagging copy that list and search read (intercom 11.3): each change shows `lagMs` after it was made.
 */
export class SearchIndex<R extends { readonly id: string }> {
  readonly cost: SearchCost = { leafEvaluations: 0, indexLookups: 0, resultsComputed: 0 };
  readonly #lagMs: number;
  readonly #indexing: Indexing<R>;
  readonly #records = new Map<string, R>();
  readonly #hashes = new Map<string, IdsByKey>();
  #pending: Pending<R>[] = [];
  readonly #results = new Map<string, readonly SortedEntry<R>[]>();

  constructor(lagMs: number, indexing: Indexing<R>) {
    this.#lagMs = lagMs;
    this.#indexing = indexing;
  }

  get size(): number {
    return this.#records.size;
  }

  get(id: string): R | undefined {
    return this.#records.get(id);
  }

  all(): IterableIterator<R> {
    return this.#records.values();
  }

  bucket(hash: string, key: string): Bucket | undefined {
    this.cost.indexLookups += 1;
    return this.#hashes.get(hash)?.get(key);
  }

  /** Takes in a change that becomes visible after the lag. */
  publish(record: R, nowMs: number): void {
    if (this.#lagMs === 0) this.#apply(record);
    else this.#pending.push({ dueAt: nowMs + this.#lagMs, record });
  }

  load(record: R): void {
    this.#apply(record);
  }

  /** Makes every change visible whose time has come. */
  settle(nowMs: number): void {
    let due = 0;
    while (due < this.#pending.length && (this.#pending[due]?.dueAt ?? 0) <= nowMs) due += 1;
    for (const pending of this.#pending.splice(0, due)) this.#apply(pending.record);
  }

  /** Makes every change visible now. */
  flush(): void {
    this.settle(Number.POSITIVE_INFINITY);
  }

  /** Loses the row until the record changes again (intercom 11.6). */
  lose(id: string): void {
    this.#pending = this.#pending.filter((pending) => pending.record.id !== id);
    const before = this.#records.get(id);
    if (before === undefined) return;
    this.#unfile(before);
    this.#records.delete(id);
    this.#results.clear();
  }

  /** The result of this key, computed when nothing is kept or the index has changed since. */
  result(key: string, compute: () => readonly SortedEntry<R>[]): readonly SortedEntry<R>[] {
    const kept = this.#results.get(key);
    if (kept !== undefined) return kept;
    this.cost.resultsComputed += 1;
    const result = compute();
    if (this.#results.size >= KEPT_RESULTS) {
      const oldest = this.#results.keys().next();
      if (!oldest.done) this.#results.delete(oldest.value);
    }
    this.#results.set(key, result);
    return result;
  }

  #apply(record: R): void {
    const before = this.#records.get(record.id);
    if (before !== undefined) this.#unfile(before);
    if (this.#indexing.isListed(record)) {
      this.#records.set(record.id, record);
      for (const [hash, key] of this.#indexing.hashKeys(record)) this.#hash(hash).add(key, record.id);
    } else {
      this.#records.delete(record.id);
    }
    if (this.#results.size > 0) this.#results.clear();
  }

  #unfile(record: R): void {
    for (const [hash, key] of this.#indexing.hashKeys(record)) this.#hash(hash).remove(key, record.id);
  }

  #hash(name: string): IdsByKey {
    const known = this.#hashes.get(name);
    if (known !== undefined) return known;
    const made = new IdsByKey();
    this.#hashes.set(name, made);
    return made;
  }
}

/** A record with the value it is sorted by: milliseconds for dates, -1 where it has none (intercom 11.3). */
export interface SortedEntry<R> {
  readonly value: string | number;
  readonly id: string;
  readonly record: R;
}
