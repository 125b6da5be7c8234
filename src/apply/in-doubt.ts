import type { Change } from '../types/change.ts';
import { judgeLive, unreadable } from './recheck-works.ts';
import type { Run } from './run.ts';
import type { ApplyKind, Work } from './work.ts';

/** How long between two looks at the search index. */
const POLL_MS = 5_000;

/**
 * Creates that an earlier run may have made: it was interrupted, or an answer was lost, and nothing refuses a second one. They
 * are made only once it is known that they are not there.
 */
export interface InDoubt {
  /** Which run may have made it; undefined for a change that is not in doubt. */
  doubtOf(change: Change): DoubtName | undefined;
  /** Whether search must show by now what that run made, so that nothing found means that nothing was made. */
  isOver(change: Change): Promise<boolean>;
  /** Told what was found; undefined where nothing was made. */
  settled(change: Change, id: string | undefined): void;
}

/** What `interform history` calls a request in doubt. */
export interface DoubtName {
  readonly run: string;
  /** As that run's journal has it: the manifests of today may have another one, and a store without values only hashes. */
  readonly address: string;
}

/**
 * Looks for what may be there until it is found or search must have shown it. Ends what was found, and as `unknown` what
 * stays open after `waitMs`; what was never made is left to be sent.
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
    /** Told how many are left, before each wait. */
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

/** Ends in a command that can be pasted. */
function doubtReason({ run, address }: DoubtName): string {
  return `run ${run} may have created it, and Intercom's search does not show yet whether it did. Nothing was sent now. Apply again in a few minutes. Or look for it in Intercom and say its ID, or absent if it is not there: interform history ${run} --resolve '${address}=ID'`;
}

/** Those that are still in doubt. */
async function look(run: Run, works: readonly Work[], inDoubt: InDoubt): Promise<Work[]> {
  const byKind = new Map<ApplyKind, Work[]>();
  for (const work of works) byKind.set(work.kind, [...(byKind.get(work.kind) ?? []), work]);
  const left: Work[] = [];
  for (const [kind, some] of byKind) {
    try {
      const changes = some.map((work) => work.change);
      // Asked before the look: what becomes visible in between is seen.
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
