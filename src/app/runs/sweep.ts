import type { WireContact } from '../../kinds/people/wire-contact.ts';
import type { PeopleCalls } from '../../kinds/people-calls.ts';
import type { KeyedHash } from '../../store/keyed-hash.ts';
import type { RecentWrites } from '../../store/recent-writes.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { RecentWrite } from '../../types/store.ts';
import { indexBehind } from './findings.ts';
import { isSameState, showsWrite } from './shown.ts';

/** How many contacts one sweep reads by id: a hundredth of the requests that are allowed in a minute. */
const MOST_READS = 100;

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
  const due = [...recent.all()].filter((write) => now - write.at > indexLagMs);
  if (due.length === 0) return [];
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
  const left = due.filter(({ contact }) => recent.of(contact) !== undefined);
  if (isWhole)
    for (const write of left)
      if (write.state === 'gone' && !rows.has(write.contact)) recent.forget(write.contact);
  const unclear = left
    .filter(({ contact, state }) => state === 'live' && (isWhole || rows.has(contact)))
    .sort((a, b) => a.at - b.at)
    .slice(0, MOST_READS);
  await Promise.all(
    unclear.map(async (write) => {
      if (await agrees(write, rows.get(write.contact), reader)) recent.forget(write.contact);
    }),
  );
  const late = left.filter(({ contact, unsure }) => unsure !== true && recent.of(contact) !== undefined);
  return late.length === 0 ? [] : [indexBehind(late, now)];
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
