import { maskDigest } from '../../render/mask/mask-digest.ts';
import { maskAddress } from '../../render/mask/mask-text.ts';
import { keyCheck } from '../../store/keyed-hash.ts';
import type { Store } from '../../store/store.ts';
import { address, addressSegments } from '../../types/address.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { HistoryResolved } from '../../types/history.ts';
import type { JournalIntent, JournalSettled, RunRecord } from '../../types/store.ts';
import { openDoubts, type ReadJournal, readJournal } from '../runs/read-journal.ts';
import { RecentWrites } from '../runs/recent-writes.ts';
import { recordSettled } from '../runs/record-settled.ts';
import { withoutKey } from '../runs/recorder.ts';
import { instant } from './told-run.ts';

/** What somebody found in Intercom about a request in doubt. */
export interface Resolution {
  /** As typed: the form of the journal, of a manifest, or of masked output. */
  readonly address: string;
  /** Intercom's id; undefined where nothing was created. */
  readonly id: string | undefined;
}

export interface ResolveOptions {
  readonly resolutions: readonly Resolution[];
  /** The key of masked output; undefined where there is neither a token nor a mask key. */
  readonly maskKey: string | undefined;
  readonly now: number;
}

export type Resolving =
  | { readonly resolved: readonly HistoryResolved[] }
  | { readonly diagnostics: readonly Diagnostic[] };

/** How many addresses a message lists. */
const NAMED = 5;

/**
 * Settles requests in doubt: either all that are named, or none. The caller holds the lock of the workspace. A contact that
 * exists becomes a recent write, so that the next plan reads it by id even if search does not show it yet. That is stored
 * first: if the process is killed in between, the request is still in doubt.
 */
export async function resolveDoubts(
  store: Store,
  run: RunRecord,
  { resolutions, maskKey, now }: ResolveOptions,
): Promise<Resolving> {
  const journal = await readJournal(store, run);
  const spell = speller(store, run, maskKey);
  const diagnostics: Diagnostic[] = [];
  const resolved: HistoryResolved[] = [];
  const settled = new Map<number, JournalSettled>();
  const recent = await RecentWrites.of(store.recentWrites(run.workspace));
  for (const { address: written, id } of resolutions) {
    const open = openDoubts(journal).filter(({ n }) => !settled.has(n));
    const spelling = spell(written);
    const [first, ...others] = meant(open, journal, spelling);
    if (first === undefined) {
      const [before] = meant(settledRequests(journal), journal, spelling);
      const earlier = before === undefined ? undefined : journal.settled.get(before.n);
      const hasKey = run.key === keyCheck(store.hash);
      diagnostics.push(notInDoubt(written, { run, journal, hasKey, earlier }));
      continue;
    }
    const found = id === undefined ? {} : { id };
    const state = id === undefined ? 'absent' : 'done';
    for (const { n } of [first, ...others])
      settled.set(n, { t: 'settled', n, at: now, state, ...found, by: 'person' });
    resolved.push({ address: nameOf(first, journal), state, ...found });
    if (id === undefined) continue;
    const keys = first.keys ?? [];
    recent.add({ contact: id, run: run.id, at: first.at, state: 'live', keys, fields: {}, unsure: true });
  }
  if (diagnostics.length > 0) return { diagnostics };
  await store.saveRecentWrites(run.workspace, recent.changes());
  await recordSettled(store, run.id, [...settled.values()]);
  return { resolved };
}

/** Compares an address of the journal with the one that was typed, in plain or in masked form. */
interface Spelling {
  isSame(name: string): boolean;
  isMasked(name: string): boolean;
}

function speller(store: Store, run: RunRecord, maskKey: string | undefined): (written: string) => Spelling {
  const digest = maskKey === undefined ? undefined : maskDigest(maskKey);
  return (written) => {
    const plain = normal(written);
    // A store without values has hashes in place of keys.
    const forms = new Set([written, plain, ...(run.keep_values ? [] : [withoutKey(plain, store.hash)])]);
    return {
      isSame: (name) => forms.has(name),
      isMasked: (name) => digest !== undefined && maskAddress(name, digest) === written,
    };
  };
}

/** The requests of the one change that an address means; none where it means no change, or several. */
function meant(
  open: readonly JournalIntent[],
  journal: ReadJournal,
  { isSame, isMasked }: Spelling,
): readonly JournalIntent[] {
  const named = (is: (name: string) => boolean) =>
    open.filter(({ c }) => {
      const change = journal.changes.get(c);
      return change !== undefined && [change.address, ...change.also].some(is);
    });
  const same = named(isSame);
  const found = same.length > 0 ? same : named(isMasked);
  return new Set(found.map(({ c }) => c)).size > 1 ? [] : found;
}

/** Encodes every segment as in addresses, since people type `contact/visitors/ada@acme.test`. */
function normal(written: string): string {
  try {
    return address(...addressSegments(written));
  } catch {
    return address(...written.split('/'));
  }
}

function settledRequests({ intents, settled }: ReadJournal): readonly JournalIntent[] {
  return intents.filter(({ n }) => settled.has(n));
}

function nameOf({ c }: JournalIntent, journal: ReadJournal): string {
  const change = journal.changes.get(c);
  if (change === undefined) throw new Error('the journal holds a request of no change');
  return change.address;
}

interface NotInDoubt {
  readonly run: RunRecord;
  readonly journal: ReadJournal;
  /** Whether the same secret is at hand, so that hashes can be compared. */
  readonly hasKey: boolean;
  /** Set where the request was settled before. */
  readonly earlier: JournalSettled | undefined;
}

function notInDoubt(written: string, { run, journal, hasKey, earlier }: NotInDoubt): Diagnostic {
  const names = [...new Set(openDoubts(journal).map((intent) => nameOf(intent, journal)))];
  const more = names.length > NAMED ? `, and ${names.length - NAMED} more` : '';
  const listed = names.slice(0, NAMED).join(', ');
  const hashed =
    run.keep_values || hasKey
      ? ''
      : '; its addresses were hashed with another token or mask key, so a plain address cannot be told';
  const [first] = names;
  const settled = earlier === undefined ? '' : `${settledWords(earlier)}; `;
  return {
    code: 'not-in-doubt',
    severity: 'error',
    summary: `nothing is in doubt at ${written}`,
    detail:
      first === undefined
        ? `${settled}run ${run.id} has nothing in doubt`
        : `${settled}run ${run.id} has in doubt: ${listed}${more}${hashed}`,
    help:
      first === undefined
        ? `interform history ${run.id} shows what it did`
        : `interform history ${run.id} --resolve '${first}=ID', or absent for ID`,
  };
}

function settledWords({ state, id, by, at }: JournalSettled): string {
  if (state === 'unsought')
    return `on ${instant(at)} no manifest declared it any more, so nobody looked for it`;
  const what = state === 'absent' ? 'not created' : `created${id === undefined ? '' : ` as ${id}`}`;
  return `${by === 'person' ? 'a person said' : 'a later run found'} on ${instant(at)} that it was ${what}`;
}
