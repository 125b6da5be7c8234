import { usedContact } from '../../../kinds/contact/used-row.ts';
import { keyText } from '../../../kinds/people/person-values.ts';
import type { WireContact, WireSublist } from '../../../kinds/people/wire-contact.ts';
import type { Sorted } from '../../../spool/spool.ts';
import type { ContactKey } from '../../../types/contact-key.ts';
import { KeyIndex } from '../../../types/key-index.ts';
import { Numbers } from '../../../types/numbers.ts';
import { LatestRows } from '../../latest-rows.ts';

/**
 * Contacts that were read, found by their keys. They are kept on disk, with only numbers in memory. If a contact came several
 * times, the latest state counts, at the place of the first (intercom 8.22). Only the fields that plans use are kept.
 */
export class LiveContacts {
  readonly #rows = new LatestRows<WireContact>((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  readonly #keys = new KeyIndex();
  /** For each key the number of its latest link, plus one. Links are chained: each leads to the one before. */
  readonly #last = new Numbers();
  readonly #before = new Numbers();
  /** Link → number of its contact. */
  readonly #contact = new Numbers();
  #links = 0;
  #sorted: Sorted<WireContact> | undefined;

  get size(): number {
    return this.#rows.size;
  }

  put(contact: WireContact): void {
    this.#sorted = undefined;
    const number = this.#rows.set(contact.id, usedOf(contact));
    for (const key of keysOf(contact)) {
      const at = this.#keys.add(key);
      this.#before.set(this.#links, this.#last.get(at));
      this.#contact.set(this.#links, number);
      this.#last.set(at, ++this.#links);
    }
  }

  get(id: string): WireContact | undefined {
    const contact = this.#rows.get(id);
    return contact?.id === id ? contact : undefined;
  }

  /** The contacts that hold a key, in the order in which they came. */
  having(key: ContactKey): readonly WireContact[] {
    if (key.field === 'id') {
      const contact = this.get(key.value);
      return contact === undefined ? [] : [contact];
    }
    const text = keyText(key);
    const numbers = new Set<number>();
    const number = this.#keys.find(text);
    const last = number === -1 ? 0 : this.#last.get(number);
    for (let link = last; link !== 0; link = this.#before.get(link - 1))
      numbers.add(this.#contact.get(link - 1));
    return [...numbers]
      .sort((a, b) => a - b)
      .map((at) => this.#rows.at(at))
      .filter((contact) => keysOf(contact).includes(text));
  }

  /** All contacts, sorted by id. */
  all(): Sorted<WireContact> {
    this.#sorted ??= this.#rows.all();
    return this.#sorted;
  }

  /** Frees the disk space; nothing can be read afterwards. */
  close(): void {
    this.#rows.close();
  }
}

function usedOf(contact: WireContact): WireContact {
  const { tags, companies, merge_history } = contact;
  return {
    ...usedContact(contact),
    ...(tags === undefined ? {} : { tags: sublist(tags) }),
    ...(companies === undefined ? {} : { companies: sublist(companies) }),
    ...(merge_history === undefined ? {} : { merge_history }),
  };
}

function sublist(list: WireSublist): WireSublist {
  return { ...list, data: list.data?.map(({ id }) => ({ id })) };
}

/** The keys of a contact besides its id. */
function keysOf({ role, external_id, email, phone }: WireContact): readonly string[] {
  const keys: ContactKey[] = [];
  // The external_id of a lead is a random UUID, which nobody looks up (intercom 4.4).
  if (external_id !== null && role === 'user') keys.push({ field: 'external_id', value: external_id });
  if (email) keys.push({ field: 'email', value: email });
  if (phone) keys.push({ field: 'phone', value: phone });
  return keys.map(keyText);
}
