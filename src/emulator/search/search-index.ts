import type { ContactRecord } from '../resources/contacts/record.ts';
import { type Bucket, KeyIndex } from './key-index.ts';

/** Fields with a hash index. */
export const HASHED_FIELDS = ['external_id', 'email', 'phone', 'tag_id', 'role'] as const;
export type HashedField = (typeof HASHED_FIELDS)[number];

/** What searches cost, for tests that must not measure time. */
export interface SearchCost {
  /** Filters that were held against one contact. */
  leafEvaluations: number;
  /** Buckets taken from a hash index. */
  indexLookups: number;
  /** Results that were computed rather than taken from the page before. */
  resultsComputed: number;
}

interface Pending {
  readonly dueAt: number;
  readonly record: ContactRecord;
}

/** Computed results to keep: a scan needs one, parallel lookups a few. */
const KEPT_RESULTS = 16;

/**
 * The lagging copy that list and search read (api.md 11.3): live contacts only, each change `lagMs` after it was made.
 */
export class SearchIndex {
  readonly cost: SearchCost = { leafEvaluations: 0, indexLookups: 0, resultsComputed: 0 };
  readonly #lagMs: number;
  readonly #records = new Map<string, ContactRecord>();
  readonly #hashes: Readonly<Record<HashedField, KeyIndex>> = {
    external_id: new KeyIndex(),
    email: new KeyIndex(),
    phone: new KeyIndex(),
    tag_id: new KeyIndex(),
    role: new KeyIndex(),
  };
  #pending: Pending[] = [];
  readonly #results = new Map<string, readonly SortedEntry[]>();

  constructor(lagMs: number) {
    this.#lagMs = lagMs;
  }

  get size(): number {
    return this.#records.size;
  }

  get(id: string): ContactRecord | undefined {
    return this.#records.get(id);
  }

  all(): IterableIterator<ContactRecord> {
    return this.#records.values();
  }

  bucket(field: HashedField, key: string): Bucket | undefined {
    this.cost.indexLookups += 1;
    return this.#hashes[field].get(key);
  }

  /** Takes in a change that becomes visible after the lag. */
  publish(record: ContactRecord, nowMs: number): void {
    if (this.#lagMs === 0) this.#apply(record);
    else this.#pending.push({ dueAt: nowMs + this.#lagMs, record });
  }

  load(record: ContactRecord): void {
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

  /** Loses the row until the contact changes again (api.md 11.6). */
  lose(id: string): void {
    this.#pending = this.#pending.filter((pending) => pending.record.id !== id);
    const before = this.#records.get(id);
    if (before === undefined) return;
    this.#unfile(before);
    this.#records.delete(id);
    this.#results.clear();
  }

  /** The result of this key, computed when nothing is kept or the index has changed since. */
  result(key: string, compute: () => readonly SortedEntry[]): readonly SortedEntry[] {
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

  #apply(record: ContactRecord): void {
    const before = this.#records.get(record.id);
    if (before !== undefined) this.#unfile(before);
    if (record.state === 'live') {
      this.#records.set(record.id, record);
      for (const [field, key] of hashKeys(record)) this.#hashes[field].add(key, record.id);
    } else {
      this.#records.delete(record.id);
    }
    if (this.#results.size > 0) this.#results.clear();
  }

  #unfile(record: ContactRecord): void {
    for (const [field, key] of hashKeys(record)) this.#hashes[field].remove(key, record.id);
  }
}

/** A contact with the value it is sorted by: milliseconds for dates, -1 where it has none (api.md 11.3). */
export interface SortedEntry {
  readonly value: string | number;
  readonly id: string;
  readonly record: ContactRecord;
}

function hashKeys(record: ContactRecord): [HashedField, string][] {
  const keys: [HashedField, string][] = [['role', record.role]];
  if (record.external_id !== null) keys.push(['external_id', record.external_id]);
  if (record.email) keys.push(['email', record.email.toLowerCase()]);
  if (record.phone !== null) keys.push(['phone', record.phone]);
  for (const tag of record.tags) keys.push(['tag_id', tag.id]);
  return keys;
}
