import type { Store } from '../../store/store.ts';
import type { JournalSettled } from '../../types/store.ts';
import { openDoubts, readJournal } from './read-journal.ts';

/** Writes into the journal of a run what became of requests that it left in doubt, and counts them off its record. */
export async function recordSettled(
  store: Store,
  id: string,
  entries: readonly JournalSettled[],
): Promise<void> {
  const writer = await store.journal(id);
  for (const entry of entries) writer.write(entry);
  await writer.close();
  const run = await store.run(id);
  if (run === undefined) return;
  const { in_doubt: _, ...rest } = run;
  // Counted anew: an earlier run may have been killed between an entry and this record.
  const left = openDoubts(await readJournal(store, run)).length;
  await store.saveRun(left > 0 ? { ...rest, in_doubt: left } : rest);
}
