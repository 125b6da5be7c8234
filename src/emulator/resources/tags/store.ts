import { storeOf } from '../../workspace.ts';

export interface TagRecord {
  readonly id: string;
  readonly name: string;
}

/** Ids are strings of digits, names are case-insensitive and keep their first spelling (intercom 5.1). */
class TagStore {
  readonly #byId = new Map<string, TagRecord>();
  readonly #byName = new Map<string, TagRecord>();
  #lastId = 7_522_900;

  /** Keeps new ids above this one. */
  reserve(id: string): void {
    this.#lastId = Math.max(this.#lastId, Number(id) || 0);
  }

  get(id: string): TagRecord | undefined {
    return this.#byId.get(id);
  }

  find(name: string): TagRecord | undefined {
    return this.#byName.get(name.toLowerCase());
  }

  /** The tag of this name, made when there is none. */
  ensure(name: string, id = String(this.#lastId + 1)): TagRecord {
    const found = this.find(name);
    if (found !== undefined) return found;
    const tag = { id, name };
    this.#store(tag);
    return tag;
  }

  rename(id: string, name: string): TagRecord {
    const before = this.#byId.get(id);
    if (before !== undefined) this.#byName.delete(before.name.toLowerCase());
    const tag = { id, name };
    this.#store(tag);
    return tag;
  }

  remove(id: string): void {
    const tag = this.#byId.get(id);
    if (tag === undefined) return;
    this.#byId.delete(id);
    this.#byName.delete(tag.name.toLowerCase());
  }

  /** By name, ignoring case: the recorded order. */
  all(): TagRecord[] {
    return [...this.#byId.values()].sort((a, b) => compare(a.name.toLowerCase(), b.name.toLowerCase()));
  }

  #store(tag: TagRecord): void {
    this.#byId.set(tag.id, tag);
    this.#byName.set(tag.name.toLowerCase(), tag);
    this.reserve(tag.id);
  }
}

export const tagsOf = storeOf(() => new TagStore());

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
