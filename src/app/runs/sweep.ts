import type { KeyedHash } from '../../store/keyed-hash.ts';
import type { RecentWrites } from '../../store/recent-writes.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { IntercomReader } from '../../types/intercom.ts';
import { indexBehind } from './findings.ts';
import { showsWrite } from './shown.ts';

/**
 * Asks search for the writes that it must have shown by now, 150 a request, so that what no manifest declares any more does not
 * stay for ever. What it still does not show is kept, and said.
 */
export async function sweepShown(
  recent: RecentWrites,
  reader: Pick<IntercomReader, 'contacts'>,
  { hash, indexLagMs, now }: { readonly hash: KeyedHash; readonly indexLagMs: number; readonly now: number },
): Promise<readonly Diagnostic[]> {
  const due = [...recent.all()].filter((write) => now - write.at > indexLagMs);
  if (due.length === 0) return [];
  const found = new Set<string>();
  const { incomplete } = await reader.contacts(
    due.map(({ contact }) => ({ field: 'id', value: contact })),
    {
      onRows(rows) {
        for (const row of rows) {
          found.add(row.id);
          const write = recent.of(row.id);
          if (write !== undefined && showsWrite(row, write, hash)) recent.shown(row.id);
        }
      },
    },
  );
  // Who is gone and is not found is shown to be gone; nothing is concluded from an answer that came short (law 10).
  if (incomplete.length === 0)
    for (const write of due)
      if (write.state === 'gone' && !found.has(write.contact)) recent.shown(write.contact);
  const late = due.filter(({ contact, unsure }) => unsure !== true && recent.of(contact) !== undefined);
  return late.length === 0 ? [] : [indexBehind(late, now)];
}
