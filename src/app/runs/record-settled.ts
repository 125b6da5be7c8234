import type { Store } from '../../store/store.ts';
import type { JournalSettled } from '../../types/store.ts';
import { doubtsIn, readLeftOpen } from './left-open.ts';

/** Records in the journal of a run how its requests in doubt were settled, and updates their number in the run's record. */
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
  // Counts again, since an earlier process may have been killed between writing an entry and this record.
  const left = doubtsIn(await readLeftOpen(store, run)).length;
  await store.saveRun(left > 0 ? { ...rest, in_doubt: left } : rest);
}
