import { emailKey, keyText, livePerson, phoneKey } from '../../kinds/people/person-values.ts';
import type { WireContact } from '../../kinds/people/wire-contact.ts';
import { type KeyedHash, keyCheck } from '../../store/keyed-hash.ts';
import type { ContactKey } from '../../types/contact-key.ts';
import type { Json } from '../../types/json.ts';
import type { ComparableHashes } from '../../types/key-hashes.ts';
import type { RecentWrite, Written } from '../../types/store.ts';

/** A write in the form that the store keeps. */
export function recentWriteOf(
  written: Written,
  { run, at, hash }: { readonly run: string; readonly at: number; readonly hash: KeyedHash },
): RecentWrite {
  const { contact, state, keys, fields, updated_at, unsure } = written;
  return {
    contact,
    run,
    at,
    state,
    keys: keys.map((key) => keyHash(key, hash)),
    fields: Object.fromEntries(
      Object.entries(fields).map(([path, value]) => [path, valueMark(path, value, hash)]),
    ),
    ...(updated_at === undefined ? {} : { updated_at }),
    ...(unsure === undefined ? {} : { unsure }),
  };
}

/** The hash of a key. Different spellings of the same key have the same hash. */
export function keyHash(key: ContactKey, hash: KeyedHash): string {
  return hash(keyText(key));
}

/** The hashes of proofs. Each says with which key it was made, since proofs outlast tokens and stores. */
export function proofHashes(hash: KeyedHash): ComparableHashes {
  const check = keyCheck(hash);
  return { state: 'comparable', check, of: (key) => `${check}-${keyHash(key, hash)}` };
}

/** Whether a row from search is at least as new as a write. False in doubt. */
export function showsWrite(row: WireContact, write: RecentWrite, hash: KeyedHash): boolean {
  if (write.state === 'gone' || write.unsure === true) return false;
  if (write.updated_at !== undefined && (row.updated_at ?? 0) < write.updated_at) return false;
  const person = livePerson(row);
  return Object.entries(write.fields).every(([path, mark]) => {
    const [list, id = ''] = split(path);
    if (list === 'tags' || list === 'companies') {
      const isThere = person[list].includes(id);
      // An embedded list stops at ten (intercom 4.1), so a longer one may contain an element that is not shown.
      const isWhole = list === 'tags' ? person.tagsComplete : person.companiesComplete;
      return mark === '+' ? isThere : isWhole && !isThere;
    }
    return valueMark(path, person.fields.get(path) ?? null, hash) === mark;
  });
}

/** Whether search and a read by id return the contact in the same state, so that search has caught up. */
export function isSameState(row: WireContact, read: WireContact): boolean {
  return stateText(row) === stateText(read);
}

function stateText(wire: WireContact): string {
  const person = livePerson(wire);
  return JSON.stringify([
    wire.updated_at ?? null,
    [...person.fields].sort(([a], [b]) => (a < b ? -1 : 1)),
    [...person.tags].sort(),
    [...person.companies].sort(),
  ]);
}

/** What a store keeps of a value: a keyed hash; of a membership whether it is there. */
export function valueMark(path: string, value: Json, hash: KeyedHash): string {
  const [list] = split(path);
  if (list === 'tags' || list === 'companies') return value === true ? '+' : '-';
  return hash(`${path}=${valueText(path, value)}`);
}

/** Equal text for values that Intercom treats as equal. */
function valueText(path: string, value: Json): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  if (path === 'email') return emailKey(value);
  return path === 'phone' ? phoneKey(value) : JSON.stringify(value);
}

function split(path: string): readonly [string, string?] {
  const dot = path.indexOf('.');
  return dot === -1 ? [path] : [path.slice(0, dot), path.slice(dot + 1)];
}
