import type { Store } from '../../store/store.ts';
import type { RunRecord } from '../../types/store.ts';
import type { Remembered } from './remembered.ts';

/**
 * Takes over what interrupted runs left: saves their recent writes, and marks the runs as ended. Only the holder of the lock
 * does this, since then no other run of the workspace is under way. If the process is killed in between, it is done again.
 */
export async function settleOpenRuns(
  store: Store,
  { open, recent, doubts }: Remembered,
  now: number,
): Promise<void> {
  const [first] = open;
  if (first === undefined) return;
  await store.saveRecentWrites(first.run.workspace, recent.changes());
  for (const { run } of open) {
    const inDoubt = doubts.filter((doubt) => doubt.run === run.id).length;
    const ended: RunRecord = {
      ...run,
      ended_at: now,
      interrupted: true,
      bytes: await store.journalBytes(run.id),
      ...(inDoubt > 0 ? { in_doubt: inDoubt } : {}),
    };
    await store.saveRun(ended);
  }
}
