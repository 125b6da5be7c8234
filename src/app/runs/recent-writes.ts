import { Latest } from '../../spool/latest.ts';
import { Bits } from '../../types/bits.ts';
import { KeyIndex } from '../../types/key-index.ts';
import type { RecentWrite } from '../../types/store.ts';
import { KeyHolders } from './key-holders.ts';

/** What has to be stored, and which contacts have no record any more. */
export interface ChangedRecords {
  readonly put: Iterable<RecentWrite>;
  readonly drop: Iterable<string>;
}

/**
 * Writes of this store's runs to contacts that search has not shown yet, one record a contact. A record never expires by
 * age: `shown` removes it, once search was seen to show the write.
 *
 * A run of a million changes leaves a million records. Of many, only who they are about is in memory, in growing tables; they
 * lie on disk themselves, and each change of a record is written anew.
 */
export class RecentWrites {
  readonly #contacts = new KeyIndex();
  /** Number of a contact → its last record. */
  readonly #records = new Latest<RecentWrite>();
  /** Numbers of the contacts that have a record. */
  readonly #held = new Bits();
  /** Numbers of the contacts whose record differs from what is stored. */
  readonly #changed = new Bits();
  readonly #holders = new KeyHolders();
  #size = 0;
  #shownUpTo = -Infinity;

  constructor(stored: Iterable<RecentWrite> = []) {
    for (const write of stored) this.#put(write);
  }

  static async of(stored: AsyncIterable<RecentWrite>): Promise<RecentWrites> {
    const recent = new RecentWrites();
    for await (const write of stored) recent.#put(write);
    return recent;
  }

  get size(): number {
    return this.#size;
  }

  /** When the latest of the writes was sent that search has shown since this object was made; -Infinity while there is none. */
  get shownUpTo(): number {
    return this.#shownUpTo;
  }

  has(contact: string): boolean {
    return this.#hasRecord(this.#contacts.find(contact));
  }

  of(contact: string): RecentWrite | undefined {
    return this.#recordOf(this.#contacts.find(contact));
  }

  /** Contacts that are known by the key with this hash. */
  *holding(keyHash: string): Iterable<string> {
    for (const number of this.#holders.of(keyHash)) {
      const write = this.#recordOf(number);
      if (write !== undefined) yield write.contact;
    }
  }

  /** In the order in which the contacts came. Records may change meanwhile. */
  *all(): Iterable<RecentWrite> {
    for (let number = 0; number < this.#contacts.size; number++) {
      const write = this.#recordOf(number);
      if (write !== undefined) yield write;
    }
  }

  /** Takes in a write on top of what was written before. */
  add(write: RecentWrite): void {
    const before = this.of(write.contact);
    this.#changed.add(this.#put(before === undefined ? write : joined(before, write)));
  }

  /** Search shows the write: from now on search is believed about this contact. */
  shown(contact: string): void {
    const write = this.of(contact);
    if (write === undefined) return;
    this.#shownUpTo = Math.max(this.#shownUpTo, write.at);
    this.forget(contact);
  }

  /**
   * Search and a read by id agree about this contact, so search is believed. It proves nothing about other writes: this one
   * may never have been made, or may have been undone before search showed it.
   */
  forget(contact: string): void {
    const number = this.#contacts.find(contact);
    if (!this.#hasRecord(number)) return;
    this.#unfile(number);
    this.#held.remove(number);
    this.#size -= 1;
    this.#changed.add(number);
  }

  changes(): ChangedRecords {
    const entries = (areHeld: boolean) => this.#changedRecords(areHeld);
    return {
      put: { [Symbol.iterator]: () => entries(true) },
      drop: {
        *[Symbol.iterator]() {
          for (const { contact } of entries(false)) yield contact;
        },
      },
    };
  }

  *#changedRecords(areHeld: boolean): Generator<RecentWrite> {
    for (let number = 0; number < this.#contacts.size; number++) {
      if (!this.#changed.has(number) || this.#held.has(number) !== areHeld) continue;
      const write = this.#records.get(number);
      if (write !== undefined) yield write;
    }
  }

  #recordOf(number: number): RecentWrite | undefined {
    return this.#hasRecord(number) ? this.#records.get(number) : undefined;
  }

  /** `number` is -1 for a contact that was never heard of. */
  #hasRecord(number: number): boolean {
    return number !== -1 && this.#held.has(number);
  }

  /** The number of its contact. */
  #put(write: RecentWrite): number {
    const number = this.#contacts.add(write.contact);
    if (this.#held.has(number)) this.#unfile(number);
    else this.#size += 1;
    this.#held.add(number);
    this.#records.put(number, write);
    for (const key of write.keys) this.#holders.add(key, number);
    return number;
  }

  #unfile(number: number): void {
    for (const key of this.#recordOf(number)?.keys ?? []) this.#holders.remove(key, number);
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
