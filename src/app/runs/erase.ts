import type { PeopleCalls } from '../../kinds/people-calls.ts';
import type { KeyedHash } from '../../store/keyed-hash.ts';
import type { Store } from '../../store/store.ts';
import { addressSegments } from '../../types/address.ts';
import { Bits } from '../../types/bits.ts';
import { Numbers } from '../../types/numbers.ts';
import type { JournalChange, JournalEntry } from '../../types/store.ts';
import { withoutKey } from './recorder.ts';
import type { Remembered } from './remembered.ts';

/** Ids of Intercom. */
type People = Pick<ReadonlySet<string>, 'size' | 'has'>;

/** What the journals say about the people to be forgotten. */
interface Found {
  /** Run → the numbers of its changes of these people. */
  readonly changes: Map<string, Bits>;
  /** Addresses of these people that hold a key of theirs. */
  readonly addresses: Set<string>;
  /** Emails and phones of these people, lower-cased, and their external_ids, in the JSON of an entry. */
  readonly texts: Set<string>;
}

/**
 * Takes what the journals of a workspace hold of these people out of them: the values of their changes, and their keys in
 * addresses and reasons. Ids of Intercom stay, and keyed hashes. It may be done again after a crash.
 */
export async function erasePeople(store: Store, workspace: string, ids: People): Promise<void> {
  if (ids.size === 0) return;
  const found: Found = { changes: new Map(), addresses: new Set(), texts: new Set() };
  const runs: string[] = [];
  for (const run of await store.journals()) {
    if (!(await isOf(store, run, workspace))) continue;
    runs.push(run);
    await findIn(store, run, ids, found);
  }
  for (const run of runs) {
    const edit = (entry: JournalEntry) => without(entry, found, found.changes.get(run), store.hash);
    if (await changesAnything(store, run, edit)) await store.rewrite(run, edit);
  }
}

/** People whom interrupted runs have deleted, or may have: those who are gone by now. Their values are still in the store. */
export async function erasedByOthers(
  { open }: Pick<Remembered, 'open'>,
  reader: Pick<PeopleCalls, 'contact'>,
): Promise<ReadonlySet<string>> {
  const asked = new Set(open.flatMap(({ left }) => [...left.deleted]));
  const gone = await Promise.all(
    [...asked].map(async (id) => ((await reader.contact(id)).state === 'live' ? [] : [id])),
  );
  return new Set(gone.flat());
}

async function isOf(store: Store, run: string, workspace: string): Promise<boolean> {
  for await (const entry of store.entries(run)) if (entry.t === 'run') return entry.workspace === workspace;
  return false;
}

/** Reads the journal twice: only then is it known which of its changes are about these people. */
async function findIn(store: Store, run: string, ids: People, found: Found): Promise<void> {
  const theirs = await changesOf(store, run, ids);
  found.changes.set(run, theirs);
  for await (const entry of store.entries(run))
    if (entry.t === 'change' && theirs.has(entry.c)) noteKeys(entry, found);
}

/** The numbers of the changes of these people. */
async function changesOf(store: Store, run: string, ids: People): Promise<Bits> {
  const theirs = new Bits();
  /** Number of a request → that of its change, plus one; 0 where the journal has lost it. */
  const changeOf = new Numbers();
  const note = (c: number, id: string | null | undefined) => {
    if (c >= 0 && id != null && ids.has(id)) theirs.add(c);
  };
  for await (const entry of store.entries(run)) {
    switch (entry.t) {
      case 'change':
        note(entry.c, entry.id);
        for (const field of Object.values(entry.fields ?? {}))
          if ('after' in field && typeof field.after === 'string') note(entry.c, field.after);
        break;
      case 'intent':
        changeOf.set(entry.n, entry.c + 1);
        for (const id of entry.contacts) note(entry.c, id);
        break;
      case 'outcome':
      case 'settled':
        note(changeOf.get(entry.n) - 1, entry.id);
        break;
      case 'result':
        note(entry.c, entry.id);
    }
  }
  return theirs;
}

/** What tells who they are. A lead that was merged into one of them was the same person. */
function noteKeys(change: JournalChange, { addresses, texts }: Found): void {
  for (const address of [change.address, ...change.also]) {
    const [kind, , key] = addressSegments(address);
    if (kind !== 'contact' || key === undefined || key.startsWith('~')) continue;
    addresses.add(address);
    texts.add(textIn(key));
  }
  for (const { field, value } of change.context?.matched ?? []) if (field !== 'id') texts.add(textIn(value));
  for (const path of ['email', 'phone', 'external_id']) {
    const field = change.fields?.[path];
    if (field === undefined || !('after' in field)) continue;
    for (const value of [field.before, field.after])
      if (typeof value === 'string' && value !== '') texts.add(textIn(value));
  }
}

/** An email or phone wherever it stands; any other key only as a whole text, since `17` stands in many. */
function textIn(key: string): string {
  const text = JSON.stringify(key).toLowerCase();
  return key.includes('@') || /^\+\d{6,}$/.test(key) ? text.slice(1, -1) : text;
}

async function changesAnything(
  store: Store,
  run: string,
  edit: (entry: JournalEntry) => JournalEntry,
): Promise<boolean> {
  for await (const entry of store.entries(run))
    if (entry.t !== 'damage' && edit(entry) !== entry) return true;
  return false;
}

/** The entry itself where it says nothing of these people. */
function without(
  entry: JournalEntry,
  { addresses, texts }: Found,
  theirs: Bits | undefined,
  hash: KeyedHash,
): JournalEntry {
  switch (entry.t) {
    case 'change': {
      const names = [entry.address, ...entry.also, ...(entry.requires ?? [])];
      const isNamed = names.some((name) => addresses.has(name));
      const isAbout = theirs?.has(entry.c) === true || says(entry, texts);
      if (!isNamed && (!isAbout || isBare(entry))) return entry;
      const shown = (name: string) => (addresses.has(name) ? withoutKey(name, hash) : name);
      const { fields, context, requires, ...rest } = entry;
      return {
        ...rest,
        address: shown(entry.address),
        also: entry.also.map(shown),
        ...(requires === undefined || isAbout ? {} : { requires: requires.map(shown) }),
        ...(fields === undefined || isAbout ? {} : { fields }),
        ...(context === undefined || isAbout ? {} : { context }),
      };
    }
    case 'outcome':
      return entry.reason === undefined || !says(entry, texts) ? entry : withoutReason(entry);
    case 'result':
      if (entry.reason === undefined && entry.before === undefined) return entry;
      return theirs?.has(entry.c) === true || says(entry, texts) ? withoutReason(entry) : entry;
    default:
      return entry;
  }
}

/** A change that keeps no values, as those of deletions do. */
function isBare({ fields, context }: JournalChange): boolean {
  return context === undefined && Object.keys(fields ?? {}).length === 0;
}

function says(entry: JournalEntry, texts: ReadonlySet<string>): boolean {
  if (texts.size === 0) return false;
  const text = JSON.stringify(entry).toLowerCase();
  for (const one of texts) if (text.includes(one)) return true;
  return false;
}

function withoutReason<E extends { readonly reason?: string; readonly before?: unknown }>(entry: E): E {
  const { reason: _, before: __, ...rest } = entry;
  return rest as E; // Both may be absent.
}
