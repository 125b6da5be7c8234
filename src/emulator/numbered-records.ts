/** Records of a resource whose ids count up, in the order of creation. */
export class NumberedRecords<R extends { readonly id: string }> {
  readonly #byId = new Map<string, R>();
  #lastId: number;

  /** @param lastId the first record gets the id after this one. */
  constructor(lastId: number) {
    this.#lastId = lastId;
  }

  /** An id that no record has had. */
  nextId(): string {
    this.#lastId += 1;
    return String(this.#lastId);
  }

  get(id: string): R | undefined {
    return this.#byId.get(id);
  }

  /** Stores a new record, or replaces the one of this id. */
  put(record: R): R {
    this.#byId.set(record.id, record);
    this.#lastId = Math.max(this.#lastId, Number(record.id) || 0);
    return record;
  }

  remove(id: string): void {
    this.#byId.delete(id);
  }

  all(): readonly R[] {
    return [...this.#byId.values()];
  }
}
