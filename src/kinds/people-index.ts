import { seenText } from '../types/identity-text.ts';
import type { ContactKey, ContactRead, ContactRows } from '../types/intercom.ts';
import type { Fate, LivePerson, PeopleIndex } from '../types/person.ts';
import { keyText, livePerson } from './person-values.ts';

/** An empty index of live contacts. */
export function createPeopleIndex(): PeopleIndex {
  const people = new Map<string, LivePerson>();
  const fates = new Map<string, Fate>();
  /** What the histories of live users say: lead → the user that it became part of. */
  const mergedInto = new Map<string, string>();
  const byKey = new Map<string, Set<string>>();
  /** Ids by what their keys look like, where that is not what they are. */
  const byLooks = new Map<string, Set<string>>();
  const asked = new Set<string>();
  const incomplete = new Set<string>();

  const file = (key: string, id: string) => {
    const ids = byKey.get(key);
    if (ids === undefined) byKey.set(key, new Set([id]));
    else ids.add(id);
  };
  const put = (person: LivePerson) => {
    const earlier = people.get(person.id);
    if (earlier !== undefined) for (const key of keysOf(earlier)) byKey.get(key)?.delete(person.id);
    people.set(person.id, person);
    for (const key of keysOf(person)) file(key, person.id);
    for (const looks of looksOf(person)) byLooks.set(looks, (byLooks.get(looks) ?? new Set()).add(person.id));
    for (const lead of person.merged) mergedInto.set(lead, person.id);
  };
  const at = (key: ContactKey): readonly LivePerson[] =>
    [...(byKey.get(keyText(key)) ?? [])].flatMap((id) => people.get(id) ?? []).sort(byAge);

  return {
    byId: (id) => people.get(id),
    byExternalId: (value) => at({ field: 'external_id', value })[0],
    byEmail: (value) => at({ field: 'email', value }),
    byPhone: (value) => at({ field: 'phone', value }),
    twins(key) {
      const ids = byLooks.get(keyText({ field: key.field, value: seenText(key.value) })) ?? [];
      const found = [...ids].flatMap((id) => people.get(id) ?? []).sort(byAge);
      return found.filter(
        (person) => keyText({ field: key.field, value: person[key.field] ?? '' }) !== keyText(key),
      );
    },
    asked: (key) => asked.has(keyText(key)),
    incomplete: (key) => incomplete.has(keyText(key)),
    fate(id) {
      const into = mergedInto.get(id);
      return fates.get(id) ?? (into === undefined ? undefined : { state: 'merged', into });
    },
    add(keys: readonly ContactKey[], rows: ContactRows) {
      for (const key of keys) asked.add(keyText(key));
      for (const key of rows.incomplete) incomplete.add(keyText(key));
      for (const contact of rows.contacts) put(livePerson(contact));
    },
    set(id: string, read: ContactRead) {
      if (read.state === 'live') put(livePerson(read.contact));
      else fates.set(id, read);
    },
    setLists(id, lists) {
      const person = people.get(id);
      if (person === undefined) return;
      people.set(id, {
        ...person,
        ...(lists.tags === undefined ? {} : { tags: lists.tags, tagsComplete: true }),
        ...(lists.companies === undefined ? {} : { companies: lists.companies, companiesComplete: true }),
      });
    },
  };
}

/** Earliest first, then by id, so that answers do not depend on the order of pages. */
export function byAge(a: LivePerson, b: LivePerson): number {
  return a.created_at - b.created_at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Phones compare by their digits anyhow. */
function looksOf({ external_id, email }: LivePerson): readonly string[] {
  const keys = [
    { field: 'external_id', value: external_id ?? '' },
    { field: 'email', value: email ?? '' },
  ] as const;
  return keys.flatMap(({ field, value }) => {
    const seen = seenText(value);
    return seen === value ? [] : [keyText({ field, value: seen })];
  });
}

function keysOf(person: LivePerson): readonly string[] {
  const keys = [keyText({ field: 'id', value: person.id })];
  if (person.external_id !== null) keys.push(keyText({ field: 'external_id', value: person.external_id }));
  if (person.email !== null) keys.push(keyText({ field: 'email', value: person.email }));
  if (person.phone !== null) keys.push(keyText({ field: 'phone', value: person.phone }));
  return keys;
}
