/** The ids filed under one key: most keys have one, so a set is made for the second. */
export type Bucket = string | ReadonlySet<string>;

/** A hash index: key → ids. */
export class IdsByKey {
  readonly #buckets = new Map<string, string | Set<string>>();

  add(key: string, id: string): void {
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) this.#buckets.set(key, id);
    else if (typeof bucket !== 'string') bucket.add(id);
    else if (bucket !== id) this.#buckets.set(key, new Set([bucket, id]));
  }

  remove(key: string, id: string): void {
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return;
    if (typeof bucket === 'string') {
      if (bucket === id) this.#buckets.delete(key);
      return;
    }
    bucket.delete(id);
    if (bucket.size === 0) this.#buckets.delete(key);
  }

  get(key: string): Bucket | undefined {
    return this.#buckets.get(key);
  }

  /** The ids in the order in which they were filed. */
  ids(key: string): readonly string[] {
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return [];
    return typeof bucket === 'string' ? [bucket] : [...bucket];
  }

  size(key: string): number {
    return bucketSize(this.#buckets.get(key));
  }
}

export function bucketSize(bucket: Bucket | undefined): number {
  if (bucket === undefined) return 0;
  return typeof bucket === 'string' ? 1 : bucket.size;
}
