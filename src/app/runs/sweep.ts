import type { WireContact } from '../../kinds/people/wire-contact.ts';
import type { PeopleCalls } from '../../kinds/people-calls.ts';
import type { KeyedHash } from '../../store/keyed-hash.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { RecentWrite } from '../../types/store.ts';
import { indexBehind } from './findings.ts';
import type { RecentWrites } from './recent-writes.ts';
import { isSameState, showsWrite } from './shown.ts';

/** How many contacts one sweep reads by id: a hundredth of the requests that are allowed in a minute. */
const MOST_READS = 100;
/** How many writes are looked up at a time: forty searches, whose rows are held where they do not show the write. */
const WRITES_A_BATCH = 6000;

interface SweepOptions {
  readonly hash: KeyedHash;
  readonly indexLagMs: number;
  readonly now: number;
}

/**
 * Looks up the writes that search should show by now, 150 with each request, and forgets those that it shows. Otherwise writes
 * to contacts that are no longer declared would stay forever. A read by id decides where the fields cannot, or somebody else
 * wrote since. What search still does not show stays, and is reported.
 */
export async function sweepShown(
  recent: RecentWrites,
  reader: Pick<PeopleCalls, 'contacts' | 'contact'>,
  { hash, indexLagMs, now }: SweepOptions,
): Promise<readonly Diagnostic[]> {
  const isDue = ({ at }: RecentWrite) => now - at > indexLagMs;
  let unclear: readonly Unclear[] = [];
  for (const batch of batchesOf(recent.all(), isDue)) {
    const found = await sweepBatch(batch, recent, reader, hash);
    // The oldest are read, and only those are held.
    unclear = [...unclear, ...found].sort((a, b) => a.write.at - b.write.at).slice(0, MOST_READS);
  }
  await Promise.all(
    unclear.map(async ({ write, row }) => {
      if (await agrees(write, row, reader)) recent.forget(write.contact);
    }),
  );
  return lateFindings(recent, isDue, now);
}

/** A write of which the answer of search does not tell whether it shows it, with its row in the answer. */
interface Unclear {
  readonly write: RecentWrite;
  readonly row: WireContact | undefined;
}

async function sweepBatch(
  due: readonly RecentWrite[],
  recent: RecentWrites,
  reader: Pick<PeopleCalls, 'contacts'>,
  hash: KeyedHash,
): Promise<readonly Unclear[]> {
  const rows = new Map<string, WireContact>();
  const { incomplete } = await reader.contacts(
    due.map(({ contact }) => ({ field: 'id', value: contact })),
    {
      onRows(found) {
        for (const row of found) {
          const write = recent.of(row.id);
          if (write === undefined || !showsWrite(row, write, hash)) rows.set(row.id, row);
          else recent.shown(row.id);
        }
      },
    },
  );
  // A contact that is gone and not found is shown as gone. An incomplete answer proves nothing (law 10).
  const isWhole = incomplete.length === 0;
  const left = due.filter(({ contact }) => recent.has(contact));
  if (isWhole)
    for (const write of left)
      if (write.state === 'gone' && !rows.has(write.contact)) recent.forget(write.contact);
  return left
    .filter(({ contact, state }) => state === 'live' && (isWhole || rows.has(contact)))
    .map((write) => ({ write, row: rows.get(write.contact) }));
}

/** What search does not show although it should. */
function lateFindings(
  recent: RecentWrites,
  isDue: (write: RecentWrite) => boolean,
  now: number,
): readonly Diagnostic[] {
  let count = 0;
  let oldest = now;
  for (const write of recent.all()) {
    if (!isDue(write) || write.unsure === true) continue;
    count += 1;
    oldest = Math.min(oldest, write.at);
  }
  return count === 0 ? [] : [indexBehind(count, now - oldest)];
}

function* batchesOf(
  writes: Iterable<RecentWrite>,
  takes: (write: RecentWrite) => boolean,
): Generator<readonly RecentWrite[]> {
  let batch: RecentWrite[] = [];
  for (const write of writes) {
    if (!takes(write)) continue;
    batch.push(write);
    if (batch.length < WRITES_A_BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Whether search and a read by id agree on a contact. */
async function agrees(
  { contact }: RecentWrite,
  row: WireContact | undefined,
  reader: Pick<PeopleCalls, 'contact'>,
): Promise<boolean> {
  const read = await reader.contact(contact);
  if (read.state !== 'live') return row === undefined;
  return row !== undefined && isSameState(row, read.contact);
}
