import { writtenByAnswer } from '../../kinds/contact/writing/written.ts';
import type { PeopleCalls } from '../../kinds/people-calls.ts';
import { keyCheck } from '../../store/keyed-hash.ts';
import type { Store } from '../../store/store.ts';
import type { JournalIntent, RunRecord } from '../../types/store.ts';
import { doubtsIn, type LeftOpen, readLeftOpen } from './left-open.ts';
import { RecentWrites } from './recent-writes.ts';
import { recentWriteOf } from './shown.ts';

/** A create that an interrupted run may have made, and that Intercom would accept a second time. */
export interface Doubt {
  readonly run: string;
  /** Number of the request in that run's journal. */
  readonly n: number;
  /** The address in that journal. */
  readonly address: string;
  /**
   * Hashes of the keys by which the contact can be found. Undefined where they are lost or made with another secret: then it
   * may be any contact.
   */
  readonly keys: readonly string[] | undefined;
  /** When it was about to be sent, in milliseconds since the epoch. */
  readonly at: number;
  /** From this time on it cannot have been created any more, in milliseconds since the epoch. */
  readonly since: number;
}

/** What a store knows about one workspace. */
export interface Remembered {
  readonly recent: RecentWrites;
  readonly doubts: readonly Doubt[];
  /** Runs whose record has no end, with what they left open: interrupted or, while this is a plan, perhaps under way. */
  readonly open: readonly { readonly run: RunRecord; readonly left: LeftOpen }[];
  /** Runs with open requests and a damaged journal. */
  readonly damaged: readonly RunRecord[];
  /** Ids of contacts whose keys were hashed with another secret, so that they have to be read to be found. */
  readonly nameless: readonly string[];
  /** Whether the store has any run of this workspace. */
  readonly knowsRuns: boolean;
  /** When the last run that wrote anything ended, or `now` for one that has not; undefined where none is known. */
  readonly lastWrote: number | undefined;
}

/**
 * Collects recent writes, and what interrupted runs left open. It stores nothing, so a plan may do it during an apply. `now`:
 * taken as the end of runs that have not ended.
 */
export async function remember(
  store: Store,
  workspace: string,
  { key, now }: { readonly key: string; readonly now: number },
): Promise<Remembered> {
  const runs = (await store.runs()).filter((run) => run.workspace === workspace);
  const keyOf = new Map(runs.map((run) => [run.id, run.key]));
  const recent = await RecentWrites.of(store.recentWrites(workspace));
  const open: { run: RunRecord; left: LeftOpen }[] = [];
  const doubts: Doubt[] = [];
  const damaged: RunRecord[] = [];
  // Oldest first, so that later writes replace earlier ones.
  for (const run of [...runs].reverse()) {
    if (run.ended_at !== undefined && !run.in_doubt) continue;
    const left =
      run.ended_at === undefined ? await replay(store, run, recent) : await readLeftOpen(store, run);
    if (run.ended_at === undefined) open.push({ run, left });
    if (left.damaged) damaged.push(run);
    doubts.push(...doubtsOf(run, left, { key, now }));
  }
  const nameless: string[] = [];
  for (const write of recent.all()) {
    // If the run was forgotten, its secret is not known, and counts as another one.
    if ((write.key ?? keyOf.get(write.run)) === key) continue;
    // Hashes with another secret cannot be compared. The contact is read by id, which gives new ones.
    recent.add({ ...write, fields: {}, unsure: true });
    nameless.push(write.contact);
  }
  return {
    recent,
    doubts,
    open,
    damaged,
    nameless,
    knowsRuns: runs.length > 0,
    lastWrote: lastWrite(runs, now),
  };
}

function lastWrite(runs: readonly RunRecord[], now: number): number | undefined {
  const ends = runs.flatMap(({ ended_at, requests }) =>
    ended_at === undefined ? [now] : requests?.writes === 0 ? [] : [ended_at],
  );
  return ends.length === 0 ? undefined : Math.max(...ends);
}

/** Adds what the journal of a run says was written, or may have been written, to the known writes. */
async function replay(store: Store, run: RunRecord, recent: RecentWrites): Promise<LeftOpen> {
  const left = await readLeftOpen(store, run, ({ writes = [] }) => {
    for (const write of writes) recent.add(write);
  });
  for (const { intent } of left.requests) for (const write of unsureWrites(run.id, intent)) recent.add(write);
  return left;
}

/** The writes of a request that may have taken effect: its contacts have to be read by id. */
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
  left: LeftOpen,
  { key, now }: { readonly key: string; readonly now: number },
): Doubt[] {
  return doubtsIn(left).map(({ intent, address, endedAt }) => ({
    run: run.id,
    n: intent.n,
    address,
    keys: run.key === key ? intent.keys : undefined,
    at: intent.at,
    // A killed process sends nothing any more once its successor has the lock.
    since: endedAt ?? run.ended_at ?? now,
  }));
}

/** Reads these contacts by id and hashes their keys, so that they are found by key again. */
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
      // With this secret in place of the run's: the next apply may use the token of that run again.
      recent.add({ ...write, keys, key: keyCheck(hash) });
    }),
  );
}
