import { writtenByAnswer } from '../../kinds/contact/writing/written.ts';
import type { PeopleCalls } from '../../kinds/people-calls.ts';
import { keyCheck } from '../../store/keyed-hash.ts';
import { RecentWrites } from '../../store/recent-writes.ts';
import type { Store } from '../../store/store.ts';
import type { JournalIntent, JournalOutcome, RunRecord } from '../../types/store.ts';
import { openDoubts, type ReadJournal, readJournal } from './read-journal.ts';
import { recentWriteOf } from './shown.ts';

/** A contact that an interrupted run may have created, and that nothing refuses to be created again. */
export interface Doubt {
  readonly run: string;
  /** The request in that run's journal. */
  readonly n: number;
  /** As that journal has it. */
  readonly address: string;
  /** Keyed hashes by which it would be found; undefined where they were made with another key or are lost, so that it may be anybody. */
  readonly keys: readonly string[] | undefined;
  /** When it was to be sent; milliseconds since the epoch. */
  readonly at: number;
  /** From when on it can no longer have come into being; milliseconds since the epoch. */
  readonly since: number;
}

/** What a store knows of one workspace. */
export interface Remembered {
  readonly recent: RecentWrites;
  readonly doubts: readonly Doubt[];
  /** Runs that did not say that they ended, and what their journals hold: interrupted, or under way while this is a plan. */
  readonly open: readonly { readonly run: RunRecord; readonly journal: ReadJournal }[];
  /** Runs that left something open in a journal that is not whole. */
  readonly damaged: readonly RunRecord[];
  /** Contacts whose keys were hashed with another key: they have to be read to be found. */
  readonly nameless: readonly string[];
  /** Whether it remembers any run. */
  readonly knowsRuns: boolean;
}

/**
 * Reads the recent writes and what interrupted runs left open. Nothing is stored: a plan may do this beside an apply.
 * `now` is when a run that did not end is taken to have ended.
 */
export async function remember(
  store: Store,
  workspace: string,
  { key, now }: { readonly key: string; readonly now: number },
): Promise<Remembered> {
  const runs = (await store.runs()).filter((run) => run.workspace === workspace);
  const keyOf = new Map(runs.map((run) => [run.id, run.key]));
  const stored = await store.recentWrites(workspace);
  const recent = new RecentWrites(stored);
  const open: { run: RunRecord; journal: ReadJournal }[] = [];
  const doubts: Doubt[] = [];
  const damaged: RunRecord[] = [];
  // Oldest first: later writes stand on top of earlier ones.
  for (const run of [...runs].reverse()) {
    if (run.ended_at !== undefined && !run.in_doubt) continue;
    const journal = await readJournal(store, run);
    if (run.ended_at === undefined) {
      open.push({ run, journal });
      replay(run, journal, recent);
    }
    if (journal.damaged) damaged.push(run);
    doubts.push(...doubtsOf(run, journal, { key, now }));
  }
  const nameless: string[] = [];
  for (const write of [...recent.all()]) {
    // Of a run that was forgotten it is not known: then nothing is taken for granted.
    if ((write.key ?? keyOf.get(write.run)) === key) continue;
    // Its hashes say nothing under another key: it is read by id, which brings new ones.
    recent.add({ ...write, fields: {}, unsure: true });
    nameless.push(write.contact);
  }
  return { recent, doubts, open, damaged, nameless, knowsRuns: runs.length > 0 };
}

/** Puts what a journal says was written, or may have been, on top of what is known. */
function replay(run: RunRecord, journal: ReadJournal, recent: RecentWrites): void {
  for (const intent of journal.intents) {
    const outcome = journal.outcomes.get(intent.n);
    for (const write of outcome?.writes ?? []) recent.add(write);
    if (isOpen(outcome) || journal.unclear.has(intent.n))
      for (const write of unsureWrites(run.id, intent)) recent.add(write);
  }
}

function isOpen(outcome: JournalOutcome | undefined): boolean {
  return outcome === undefined || outcome.state === 'unknown';
}

/** Of a request that may have taken effect: its contacts have to be read by id. */
export function unsureWrites(run: string, { contacts, at, keys }: JournalIntent) {
  return contacts.map((contact) => ({
    contact,
    run,
    at,
    state: 'live' as const,
    keys: keys ?? [],
    fields: {},
    unsure: true as const,
  }));
}

function doubtsOf(
  run: RunRecord,
  journal: ReadJournal,
  { key, now }: { readonly key: string; readonly now: number },
): Doubt[] {
  return openDoubts(journal).map((intent) => ({
    run: run.id,
    n: intent.n,
    address: journal.changes.get(intent.c)?.address ?? '',
    keys: run.key === key ? intent.keys : undefined,
    at: intent.at,
    // A killed process sends nothing after its successor has the lock.
    since: journal.outcomes.get(intent.n)?.at ?? run.ended_at ?? now,
  }));
}

/** Reads by id the contacts whose keys are not known, so that they are found by them again. */
export async function relearnKeys(
  { recent, nameless }: Pick<Remembered, 'recent' | 'nameless'>,
  reader: Pick<PeopleCalls, 'contact'>,
  hash: Store['hash'],
): Promise<void> {
  await Promise.all(
    nameless.map(async (contact) => {
      const write = recent.of(contact);
      const read = await reader.contact(contact);
      if (write === undefined || read.state !== 'live') return;
      const { keys } = recentWriteOf(writtenByAnswer(read.contact, []), {
        run: write.run,
        at: write.at,
        hash,
      });
      // Not the key of its run any more, to whose token the next apply may belong.
      recent.add({ ...write, keys, key: keyCheck(hash) });
    }),
  );
}
