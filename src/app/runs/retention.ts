import type { Store } from '../../store/store.ts';
import type { RunRecord } from '../../types/store.ts';
import { runIdStart } from './identity.ts';
import { doubtsIn, readLeftOpen } from './left-open.ts';

/** Limit for the journals of all runs of a workspace together. Beyond it the oldest are removed. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Removes runs that ended more than `keepMs` ago, and the oldest ones where journals grow too large. The newest run stays
 * whatever its size, since it is the one that people look at and undo. Runs in doubt stay. A journal without a record, left by
 * a process that was killed between writing the two, is removed by the time in its name.
 */
export async function forgetOld(
  store: Store,
  { workspace, keepMs, now }: { readonly workspace: string; readonly keepMs: number; readonly now: number },
): Promise<void> {
  // Newest first.
  const runs = await store.runs();
  const own = runs.filter((run) => run.workspace === workspace);
  let bytes = 0;
  for (const [index, run] of own.entries()) {
    bytes += run.bytes ?? 0;
    if (run.ended_at === undefined) continue;
    const isOld = now - run.ended_at > keepMs;
    const isTooMuch = index > 0 && bytes > MOST_BYTES;
    if ((isOld || isTooMuch) && !(await isInDoubt(store, run))) await store.removeRun(run.id);
  }
  const known = new Set(runs.map(({ id }) => id));
  const oldest = runIdStart(now - keepMs);
  for (const id of await store.journals()) if (!known.has(id) && id < oldest) await store.removeRun(id);
}

/** Looks into the journal, since a process may have been killed after it settled the last doubt and before it updated the record. */
async function isInDoubt(store: Store, run: RunRecord): Promise<boolean> {
  return run.in_doubt !== undefined && doubtsIn(await readLeftOpen(store, run)).length > 0;
}
