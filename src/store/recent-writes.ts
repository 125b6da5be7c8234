import type { RecentWrite } from '../types/store.ts';

/**
 * Writes of this store's runs to contacts that search has not shown yet, one record a contact. A record never expires by
 * age: `shown` removes it, once search was seen to show the write.
 */
export class RecentWrites {
  readonly #byContact = new Map<string, RecentWrite>();
  readonly #byKey = new Map<string, Set<string>>();
  /** Contacts whose record differs from what is stored. */
  readonly #changed = new Set<string>();
  #shownUpTo = -Infinity;

  constructor(stored: Iterable<RecentWrite> = []) {
    for (const write of stored) this.#put(write);
  }

  get size(): number {
    return this.#byContact.size;
  }

  /** When the latest of the writes was sent that search has shown since this object was made; -Infinity while there is none. */
  get shownUpTo(): number {
    return this.#shownUpTo;
  }

  of(contact: string): RecentWrite | undefined {
    return this.#byContact.get(contact);
  }

  /** Contacts that are known by the key with this hash. */
  holding(keyHash: string): Iterable<string> {
    return this.#byKey.get(keyHash) ?? [];
  }

  all(): Iterable<RecentWrite> {
    return this.#byContact.values();
  }

  /** Takes in a write on top of what was written before. */
  add(write: RecentWrite): void {
    const before = this.#byContact.get(write.contact);
    this.#put(before === undefined ? write : joined(before, write));
    this.#changed.add(write.contact);
  }

  /** Search shows the write: from now on search is believed about this contact. */
  shown(contact: string): void {
    const write = this.#byContact.get(contact);
    if (write === undefined) return;
    this.#shownUpTo = Math.max(this.#shownUpTo, write.at);
    this.forget(contact);
  }

  /**
   * Search and a read by id agree about this contact, so search is believed. It proves nothing about other writes: this one
   * may never have been made, or may have been undone before search showed it.
   */
  forget(contact: string): void {
    const write = this.#byContact.get(contact);
    if (write === undefined) return;
    this.#unfile(write);
    this.#byContact.delete(contact);
    this.#changed.add(contact);
  }

  /** What has to be stored, and which contacts have no record any more. */
  changes(): { readonly put: readonly RecentWrite[]; readonly drop: readonly string[] } {
    const put: RecentWrite[] = [];
    const drop: string[] = [];
    for (const contact of this.#changed) {
      const write = this.#byContact.get(contact);
      if (write === undefined) drop.push(contact);
      else put.push(write);
    }
    return { put, drop };
  }

  #put(write: RecentWrite): void {
    const before = this.#byContact.get(write.contact);
    if (before !== undefined) this.#unfile(before);
    this.#byContact.set(write.contact, write);
    for (const key of write.keys) {
      const holders = this.#byKey.get(key);
      if (holders === undefined) this.#byKey.set(key, new Set([write.contact]));
      else holders.add(write.contact);
    }
  }

  #unfile(write: RecentWrite): void {
    for (const key of write.keys) {
      const holders = this.#byKey.get(key);
      holders?.delete(write.contact);
      if (holders?.size === 0) this.#byKey.delete(key);
    }
  }
}

/**
 * Two writes to one contact, neither of which search has shown.
 *
 *   the later answer has updated_at    a row as late as that, with these values, shows both
 *   it has none (tags, companies)      a list that was changed twice may look as it did before the first: unsure
 *   it is not known                    the contact may be known by either's keys
 */
function joined(before: RecentWrite, after: RecentWrite): RecentWrite {
  const twice = Object.entries(after.fields).some(([path, value]) => {
    const earlier = before.fields[path];
    return earlier !== undefined && earlier !== value;
  });
  const unsure =
    after.unsure === true || (after.updated_at === undefined && (twice || before.unsure === true));
  const updatedAt = Math.max(before.updated_at ?? 0, after.updated_at ?? 0);
  const { unsure: _, updated_at: __, ...rest } = after;
  return {
    ...rest,
    keys: keysOfBoth(before, after),
    fields: { ...before.fields, ...after.fields },
    ...(updatedAt > 0 ? { updated_at: updatedAt } : {}),
    ...(unsure ? { unsure: true as const } : {}),
  };
}

/**
 * A write with a known outcome names every key of the contact. One whose outcome is unknown may have changed nothing, so the
 * earlier keys stay.
 */
function keysOfBoth(before: RecentWrite, after: RecentWrite): readonly string[] {
  if (after.unsure === true) return [...new Set([...before.keys, ...after.keys])];
  return after.keys.length > 0 ? after.keys : before.keys;
}
