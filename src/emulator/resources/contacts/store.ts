import { IdsByKey } from '../../search/ids-by-key.ts';
import type { SearchIndex } from '../../search/search-index.ts';
import { storeOf } from '../../workspace.ts';
import { searchIndexOf } from './indexing.ts';
import type { ContactRecord } from './record.ts';

/**
 * The primary store of contacts: always current (intercom 11.3). Tombstones of archived, deleted, merged and blocked contacts
 * stay in it.
 */
class ContactStore {
  readonly #byId = new Map<string, ContactRecord>();
  readonly #usersByExternalId = new IdsByKey();
  readonly #usersByEmail = new IdsByKey();
  readonly #mergedByExternalId = new IdsByKey();
  readonly #members = new IdsByKey();
  readonly #index: SearchIndex<ContactRecord>;
  readonly #now: () => number;

  constructor(index: SearchIndex<ContactRecord>, now: () => number) {
    this.#index = index;
    this.#now = now;
  }

  get(id: string): ContactRecord | undefined {
    return this.#byId.get(id);
  }

  live(id: string): ContactRecord | undefined {
    const record = this.#byId.get(id);
    return record?.state === 'live' ? record : undefined;
  }

  /** All records, tombstones too, in the order of creation. */
  all(): IterableIterator<ContactRecord> {
    return this.#byId.values();
  }

  /** How many are neither archived nor deleted, merged or blocked. */
  countLive(): number {
    let count = 0;
    for (const { state } of this.#byId.values()) if (state === 'live') count += 1;
    return count;
  }

  /** Stores a new record or replaces the one with this id, and sends it to the index. */
  put(record: ContactRecord): void {
    const before = this.#byId.get(record.id);
    if (before !== undefined) this.#unfile(before, record);
    this.#byId.set(record.id, record);
    this.#file(record);
    this.#index.publish(record, this.#now());
  }

  /** Stores a record of the seed: the index has it at once. */
  load(record: ContactRecord): void {
    this.#byId.set(record.id, record);
    this.#file(record);
    this.#index.load(record);
  }

  /** Users with this external_id in any state but merged: the holders that uniqueness is checked against (intercom 4.4). */
  usersByExternalId(externalId: string): readonly ContactRecord[] {
    return this.#records(this.#usersByExternalId.ids(externalId));
  }

  /** Users with this email, ignoring case (intercom 9.19), in any state but merged. */
  usersByEmail(email: string): readonly ContactRecord[] {
    return this.#records(this.#usersByEmail.ids(email.toLowerCase()));
  }

  mergedByExternalId(externalId: string): ContactRecord | undefined {
    return this.#records(this.#mergedByExternalId.ids(externalId))[0];
  }

  /** Live contacts of a company. */
  members(companyId: string): readonly ContactRecord[] {
    return this.#records(this.#members.ids(companyId));
  }

  memberCount(companyId: string): number {
    return this.#members.size(companyId);
  }

  #records(ids: readonly string[]): ContactRecord[] {
    const records: ContactRecord[] = [];
    for (const id of ids) {
      const record = this.#byId.get(id);
      if (record !== undefined) records.push(record);
    }
    return records;
  }

  #file(record: ContactRecord): void {
    for (const [index, key] of this.#keys(record)) index.add(key, record.id);
  }

  /** Takes off only the keys that go, so that a holder keeps its place in the order. */
  #unfile(before: ContactRecord, after: ContactRecord): void {
    const kept = this.#keys(after);
    for (const [index, key] of this.#keys(before)) {
      if (!kept.some(([keptIndex, keptKey]) => keptIndex === index && keptKey === key))
        index.remove(key, before.id);
    }
  }

  #keys(record: ContactRecord): [IdsByKey, string][] {
    const keys: [IdsByKey, string][] = [];
    if (record.state === 'merged') {
      if (record.external_id !== null) keys.push([this.#mergedByExternalId, record.external_id]);
      return keys;
    }
    if (record.role === 'user') {
      if (record.external_id !== null) keys.push([this.#usersByExternalId, record.external_id]);
      if (record.email) keys.push([this.#usersByEmail, record.email.toLowerCase()]);
    }
    if (record.state === 'live') {
      for (const company of record.companies) keys.push([this.#members, company]);
    }
    return keys;
  }
}

export const contactsOf = storeOf(
  (workspace) => new ContactStore(searchIndexOf(workspace), () => workspace.nowMs()),
);
