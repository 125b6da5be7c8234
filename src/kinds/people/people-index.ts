import type { ContactKey } from '../../types/contact-key.ts';
import { seenText } from '../../types/identity-text.ts';
import type { Fate, FoundPeople, LivePerson, PeopleIndex, PersonRead } from '../../types/person.ts';
import { emailKey, keyText, phoneKey } from './person-values.ts';

export function createPeopleIndex(): PeopleIndex {
  const people = new Map<string, LivePerson>();
  const fates = new Map<string, Fate>();
  /** By the merge histories of live users: lead → the user that it was merged into. */
  const mergedInto = new Map<string, string>();
  const byExternalId = new Ids();
  const byEmail = new Ids();
  /** Undefined until a phone is looked up, which few plans do. */
  let byPhone: Ids | undefined;
  /** Ids by the look of their keys, for keys with invisible characters. */
  const byLooks = new Ids();
  /** The people of a set of ids, in order, until anybody changes: each row of a shared email asks for all who share it. */
  let ordered = new Map<ReadonlySet<string>, readonly LivePerson[]>();
  const asked = new Keys();
  const incomplete = new Keys();

  const put = (person: LivePerson) => {
    const { id, external_id, email, phone } = person;
    forgetOrder();
    const earlier = people.get(id);
    if (earlier !== undefined) {
      if (earlier.external_id !== null) byExternalId.remove(earlier.external_id, id);
      if (earlier.email !== null) byEmail.remove(emailKey(earlier.email), id);
      if (earlier.phone !== null) byPhone?.remove(phoneKey(earlier.phone), id);
    }
    people.set(id, person);
    if (external_id !== null) {
      byExternalId.add(external_id, id);
      fileLooks('external_id', external_id, id);
    }
    if (email !== null) {
      byEmail.add(emailKey(email), id);
      fileLooks('email', email, id);
    }
    if (phone !== null) byPhone?.add(phoneKey(phone), id);
    for (const lead of person.merged) mergedInto.set(lead, id);
  };
  const forgetOrder = () => {
    if (ordered.size > 0) ordered = new Map();
  };
  const fileLooks = (field: 'external_id' | 'email', value: string, id: string) => {
    const seen = seenText(value);
    // Phones need no entry, since only their digits are compared.
    if (seen !== value) byLooks.add(keyText({ field, value: seen }), id);
  };
  const peopleOf = (ids: Filed): readonly LivePerson[] => {
    if (ids === undefined) return NOBODY;
    if (typeof ids === 'string') {
      const person = people.get(ids);
      return person === undefined ? NOBODY : [person];
    }
    const known = ordered.get(ids);
    if (known !== undefined) return known;
    const found: LivePerson[] = [];
    for (const id of ids) {
      const person = people.get(id);
      if (person !== undefined) found.push(person);
    }
    ordered.set(ids, found.sort(byAge));
    return found;
  };
  const filePhones = () => {
    const phones = new Ids();
    for (const { id, phone } of people.values()) if (phone !== null) phones.add(phoneKey(phone), id);
    byPhone = phones;
    return phones;
  };

  const at = ({ field, value }: ContactKey): readonly LivePerson[] => {
    if (field === 'email') return index.byEmail(value);
    if (field === 'phone') return index.byPhone(value);
    const person = field === 'id' ? index.byId(value) : index.byExternalId(value);
    return person === undefined ? NOBODY : [person];
  };

  const index: PeopleIndex = {
    byId: (id) => people.get(id),
    byExternalId: (value) => {
      const ids = byExternalId.of(value);
      return typeof ids === 'string' ? people.get(ids) : peopleOf(ids)[0];
    },
    byEmail: (value) => peopleOf(byEmail.of(emailKey(value))),
    byPhone: (value) => peopleOf((byPhone ?? filePhones()).of(phoneKey(value))),
    twins(key) {
      const found = peopleOf(byLooks.of(keyText({ field: key.field, value: seenText(key.value) })));
      return found.filter(
        (person) => keyText({ field: key.field, value: person[key.field] ?? '' }) !== keyText(key),
      );
    },
    asked: (key) => asked.has(key),
    incomplete: (key) => incomplete.has(key),
    fate(id) {
      const into = mergedInto.get(id);
      return fates.get(id) ?? (into === undefined ? undefined : { state: 'merged', into });
    },
    add(keys: readonly ContactKey[], found: FoundPeople) {
      for (const key of keys) asked.add(key);
      for (const key of found.incomplete) incomplete.add(key);
      for (const person of found.people) put(person);
    },
    share(keys, other) {
      for (const key of keys) {
        if (asked.has(key)) other.know(key, at(key), incomplete.has(key));
      }
    },
    know(key, found, short) {
      asked.add(key);
      if (short) incomplete.add(key);
      for (const person of found) put(person);
    },
    set(id: string, read: PersonRead) {
      if (read.state === 'live') put(read.person);
      else fates.set(id, read);
    },
    setLists(id, lists) {
      const person = people.get(id);
      if (person === undefined) return;
      forgetOrder();
      people.set(id, {
        ...person,
        ...(lists.tags === undefined ? {} : { tags: lists.tags, tagsComplete: true }),
        ...(lists.companies === undefined ? {} : { companies: lists.companies, companiesComplete: true }),
      });
    },
  };
  return index;
}

const NOBODY: readonly LivePerson[] = [];

/** The ids of a key: nearly every key has one, which is kept as a string; a set is for several. */
type Filed = string | ReadonlySet<string> | undefined;

class Ids {
  readonly #filed = new Map<string, string | Set<string>>();

  of(key: string): Filed {
    return this.#filed.get(key);
  }

  add(key: string, id: string): void {
    const ids = this.#filed.get(key);
    if (ids === undefined) this.#filed.set(key, id);
    else if (typeof ids !== 'string') ids.add(id);
    else if (ids !== id) this.#filed.set(key, new Set([ids, id]));
  }

  remove(key: string, id: string): void {
    const ids = this.#filed.get(key);
    if (ids === id) this.#filed.delete(key);
    else if (typeof ids === 'object') ids.delete(id);
  }
}

/** Keys as they are compared, in one set per field: a prefixed text would have to be built for every lookup. */
class Keys {
  readonly #byField = {
    id: new Set<string>(),
    external_id: new Set<string>(),
    email: new Set<string>(),
    phone: new Set<string>(),
  };

  add({ field, value }: ContactKey): void {
    this.#byField[field].add(compared(field, value));
  }

  has({ field, value }: ContactKey): boolean {
    const keys = this.#byField[field];
    return keys.size > 0 && keys.has(compared(field, value));
  }
}

function compared(field: ContactKey['field'], value: string): string {
  if (field === 'email') return emailKey(value);
  return field === 'phone' ? phoneKey(value) : value;
}

type Aged = Pick<LivePerson, 'id' | 'created_at'>;

/** Earliest first, then by id, so that answers do not depend on the order of pages. */
export function byAge(a: Aged, b: Aged): number {
  return a.created_at - b.created_at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
