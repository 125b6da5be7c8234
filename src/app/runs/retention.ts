import type { Store } from '../../store/store.ts';
import { runIdStart } from './identity.ts';

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
    if (run.ended_at === undefined || run.in_doubt) continue;
    const isOld = now - run.ended_at > keepMs;
    const isTooMuch = index > 0 && bytes > MOST_BYTES;
    if (isOld || isTooMuch) await store.removeRun(run.id);
  }
  const known = new Set(runs.map(({ id }) => id));
  const oldest = runIdStart(now - keepMs);
  for (const id of await store.journals()) if (!known.has(id) && id < oldest) await store.removeRun(id);
}
