import type { Store } from '../../store/store.ts';

/** Journals of all runs of a workspace together; the oldest go first. */
const MOST_BYTES = 256 * 1024 * 1024;

/** Forgets runs that ended longer ago than `keepMs`, and the oldest where the journals grow too large. Runs in doubt stay. */
export async function forgetOld(
  store: Store,
  { workspace, keepMs, now }: { readonly workspace: string; readonly keepMs: number; readonly now: number },
): Promise<void> {
  let bytes = 0;
  // Newest first.
  for (const run of await store.runs()) {
    if (run.workspace !== workspace) continue;
    bytes += run.bytes ?? 0;
    const isOld = now - (run.ended_at ?? now) > keepMs || bytes > MOST_BYTES;
    if (isOld && run.ended_at !== undefined && !run.in_doubt) await store.removeRun(run.id);
  }
}
