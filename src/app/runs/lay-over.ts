import { attributesIn, holdsAttributes } from '../../kinds/people/attribute-filter.ts';
import { EVERYBODY } from '../../kinds/people/everybody.ts';
import { livePerson } from '../../kinds/people/person-values.ts';
import type { ContactLookup, WireContact } from '../../kinds/people/wire-contact.ts';
import type { PeopleCalls } from '../../kinds/people-calls.ts';
import type { KeyedHash } from '../../store/keyed-hash.ts';
import { isJsonObject, type Json, type JsonObject } from '../../types/json.ts';
import type { RecentWrite } from '../../types/store.ts';
import type { RecentWrites } from './recent-writes.ts';
import { isSameState, keyHash, showsWrite, valueMark } from './shown.ts';

/**
 * A reader whose searches know what runs of this store wrote. Search lags behind writes by seconds to minutes (intercom 4.6.6);
 * reads by id do not.
 *
 *     row from search            written by this store      then
 *     any                        no                         the row
 *     as new as the write        yes                        the row, and the write counts as shown
 *     older, or missing          yes                        read by id; what it returns wins, whoever wrote it
 */
export function layOver<R extends PeopleCalls>(reader: R, recent: RecentWrites, hash: KeyedHash): R {
  /** The row to use; undefined where the contact is gone. */
  async function current(
    id: string,
    row: WireContact | undefined,
    options?: ContactLookup,
  ): Promise<WireContact | undefined> {
    const write = recent.of(id);
    if (row !== undefined && write !== undefined && showsWrite(row, write, hash)) {
      recent.shown(id);
      return row;
    }
    const read = await reader.contact(id, options?.mergeHistory ? { mergeHistory: true } : undefined);
    if (read.state !== 'live') return undefined;
    if (row !== undefined && isSameState(row, read.contact)) recent.forget(id);
    return read.contact;
  }

  async function contacts(...[keys, options]: Parameters<PeopleCalls['contacts']>) {
    if (recent.size === 0) return reader.contacts(keys, options);
    const found = new Map<string, WireContact>();
    const give =
      options?.onRows ??
      ((rows: readonly WireContact[]) => {
        for (const row of rows) found.set(row.id, row);
      });
    const held = new Map<string, WireContact | undefined>();
    const { incomplete } = await reader.contacts(keys, {
      ...options,
      onRows(rows) {
        give(
          rows.filter((row) => {
            if (!recent.has(row.id)) return true;
            held.set(row.id, row);
            return false;
          }),
        );
      },
    });
    for (const key of keys) {
      const ids =
        key.field === 'id' ? (recent.has(key.value) ? [key.value] : []) : recent.holding(keyHash(key, hash));
      for (const id of ids) if (!held.has(id)) held.set(id, undefined);
    }
    const settled = await Promise.all([...held].map(([id, row]) => current(id, row, options)));
    give(settled.filter((contact) => contact !== undefined));
    return { contacts: [...found.values()], incomplete };
  }

  async function* scanContacts(query: JsonObject): AsyncIterable<readonly WireContact[]> {
    const seen = new Set<string>();
    for await (const page of reader.scanContacts(query)) {
      const rows = await Promise.all(
        page.map(async (row) => {
          if (seen.has(row.id)) return undefined;
          if (!recent.has(row.id)) return row;
          seen.add(row.id);
          const contact = await current(row.id, row);
          return contact !== undefined && (await matches(contact, query, reader)) ? contact : undefined;
        }),
      );
      yield rows.filter((row) => row !== undefined);
    }
    // Contacts that search does not show yet and that would match.
    const missing: string[] = [];
    for (const write of recent.all())
      if (!seen.has(write.contact) && mayMatch(write, query, hash)) missing.push(write.contact);
    const found = await Promise.all(missing.map((contact) => current(contact, undefined)));
    const rows: WireContact[] = [];
    for (const contact of found)
      if (contact !== undefined && (await matches(contact, query, reader))) rows.push(contact);
    // Oldest first, like search (intercom 7).
    rows.sort((a, b) => a.created_at - b.created_at || (a.id < b.id ? -1 : 1));
    if (rows.length > 0) yield rows;
  }

  return { ...reader, contacts, scanContacts };
}

/**
 * The tag that a filter asks for. Besides scans of all contacts only such filters, and those of custom attributes, are completed
 * here; for others the answer of search is used as it is.
 */
function tagOf(query: JsonObject): string | undefined {
  const { field, operator, value } = query;
  return field === 'tag_id' && operator === '=' ? String(value) : undefined;
}

function isEverybody(query: JsonObject): boolean {
  return query['field'] === EVERYBODY['field'] && query['operator'] === EVERYBODY['operator'];
}

function mayMatch(write: RecentWrite, query: JsonObject, hash: KeyedHash): boolean {
  if (write.state === 'gone') return false;
  const tag = tagOf(query);
  if (tag === undefined) return isEverybody(query) || mayHold(write, query, hash);
  return write.unsure === true || write.fields[`tags.${tag}`] === '+';
}

/** Whether a contact may match a filter of custom attributes because of what was written to it. */
function mayHold(write: RecentWrite, query: JsonObject, hash: KeyedHash): boolean {
  const paths = attributesIn(query);
  if (paths.length === 0) return false;
  if (write.unsure === true) return true;
  return paths.some((path) => path in write.fields) && agrees(write.fields, query, hash);
}

/** Whether what was written agrees with a filter; what it did not write may hold anything. */
function agrees(
  written: RecentWrite['fields'],
  { field, operator, value }: JsonObject,
  hash: KeyedHash,
): boolean {
  if (Array.isArray(value) && typeof field !== 'string') {
    const each = (one: Json) => !isJsonObject(one) || agrees(written, one, hash);
    return operator === 'OR' ? value.some(each) : value.every(each);
  }
  const mark = typeof field === 'string' ? written[field] : undefined;
  if (mark === undefined || typeof field !== 'string' || value === undefined) return true;
  const isEqual = valueMark(field, value, hash) === mark;
  if (operator === '=') return isEqual;
  return operator === '!=' ? !isEqual : true;
}

async function matches(
  contact: WireContact,
  query: JsonObject,
  reader: Pick<PeopleCalls, 'contactTags'>,
): Promise<boolean> {
  const tag = tagOf(query);
  if (tag === undefined) return holdsAttributes(contact.custom_attributes, query);
  const person = livePerson(contact);
  if (person.tags.includes(tag)) return true;
  if (person.tagsComplete) return false;
  return (await reader.contactTags(contact.id)).some(({ id }) => id === tag);
}
