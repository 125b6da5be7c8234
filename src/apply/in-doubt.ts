import type { Change } from '../types/change.ts';
import { judgeLive, unreadable } from './recheck-works.ts';
import type { Run } from './run.ts';
import type { ApplyKind, Work } from './work.ts';

/** Time between two lookups. */
const POLL_MS = 5_000;

/**
 * Creates that an earlier run may have made: it was interrupted or lost an answer, and Intercom would accept a second create.
 * They are sent only once it is known that nothing was created.
 */
export interface InDoubt {
  /** The run that may have made this create; undefined for a change that is not in doubt. */
  doubtOf(change: Change): DoubtName | undefined;
  /** Whether search must show by now what that run created. If it then finds nothing, nothing was created. */
  isOver(change: Change): Promise<boolean>;
  /** Reports what was found: the id, or undefined where nothing was created. */
  settled(change: Change, id: string | undefined): void;
}

/** What `interform history` needs to name a request in doubt. */
export interface DoubtName {
  readonly run: string;
  /** The address in that run's journal. The present manifests may use another one, and a store without values has only hashes. */
  readonly address: string;
}

/**
 * Looks the creates up until each is found or search must have shown it. One that is found gets its outcome. One that was never
 * made stays pending, to be sent. One that is still in doubt after `waitMs` is `unknown`.
 */
export async function settleDoubts(
  run: Run,
  works: readonly Work[],
  {
    inDoubt,
    waitMs,
    onWait,
  }: {
    readonly inDoubt: InDoubt;
    readonly waitMs: number;
    /** Called before each wait, with the number that are still in doubt. */
    readonly onWait?: ((left: number) => void) | undefined;
  },
): Promise<void> {
  let left = works.filter((work) => work.result === undefined);
  for (let waitedMs = 0; left.length > 0 && run.stopped === undefined; waitedMs += POLL_MS) {
    left = await look(run, left, inDoubt);
    if (left.length === 0) return;
    if (waitedMs >= waitMs) break;
    onWait?.(left.length);
    await run.context.sleep(POLL_MS);
  }
  if (run.stopped !== undefined) return;
  for (const work of left) {
    const doubt = inDoubt.doubtOf(work.change);
    if (doubt === undefined) throw new Error(`${work.change.address} is not in doubt`);
    run.finish(work, 'unknown', { reason: doubtReason(doubt) });
  }
}

/** Ends with a command that can be pasted. */
function doubtReason({ run, address }: DoubtName): string {
  return `run ${run} may have created it, and Intercom's search does not show yet whether it did. Nothing was sent now. Apply again in a few minutes. Or look for it in Intercom and say its ID, or absent if it is not there: interform history ${run} --resolve '${address}=ID'`;
}

/** Returns those that are still in doubt. */
async function look(run: Run, works: readonly Work[], inDoubt: InDoubt): Promise<Work[]> {
  const byKind = new Map<ApplyKind, Work[]>();
  for (const work of works) byKind.set(work.kind, [...(byKind.get(work.kind) ?? []), work]);
  const left: Work[] = [];
  for (const [kind, some] of byKind) {
    try {
      const changes = some.map((work) => work.change);
      // Ask before looking: what becomes visible in between is then still found.
      const over = await Promise.all(changes.map((change) => inDoubt.isOver(change)));
      const found = await kind.current(changes, run.writer, run.context, 'each');
      for (const [index, work] of some.entries()) {
        const current = found.get(work.change.address);
        if (current?.state === 'live') {
          inDoubt.settled(work.change, current.id);
          judgeLive(run, work, current, 'people');
        } else if (current !== undefined && over[index] === true) {
          inDoubt.settled(work.change, undefined);
          work.compared('yes');
        } else left.push(work);
      }
    } catch (failure) {
      unreadable(run, some, failure);
    }
  }
  return left;
}
