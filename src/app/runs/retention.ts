import type { Store } from '../../store/store.ts';
import type { RunRecord } from '../../types/store.ts';
import { runIdStart } from './identity.ts';
import { openDoubts, readJournal } from './read-journal.ts';

/** Journals of all runs of a workspace together; the oldest go first. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Forgets runs that ended longer ago than `keepMs`, and the oldest where the journals grow too large; the newest stays whatever its
 * size, since it is the one that is looked at and undone. Runs in doubt stay. A journal without a record, which a kill between the
 * two leaves, goes by the time in its name.
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

/** As its journal has it: a kill may have kept from the record that the last doubt was settled. */
async function isInDoubt(store: Store, run: RunRecord): Promise<boolean> {
  return run.in_doubt !== undefined && openDoubts(await readJournal(store, run)).length > 0;
}
