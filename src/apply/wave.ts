import type { Level, Step } from '../types/step.ts';
import type { Item } from './item.ts';
import { inParallel, turnstile, withoutSharing } from './parallel.ts';
import { recheckWorks } from './recheck-works.ts';
import type { Run, Work } from './run.ts';
import { sendItems } from './send.ts';

/** Changes that are re-read together: the lookup keys of one search (DESIGN section 5). */
const RECHECK_SIZE = 150;
/** Groups under way at a time: enough that one group's slowest request leaves no turn unused, few enough to write soon after reading. */
const GROUPS_UNDER_WAY = 4;

/** The parts of a level, in their order; in each a change's own requests come before those that it shares. */
const PARTS: readonly Step['order'][] = ['first', undefined, 'last'];

/**
 * Does the steps that these changes have in one level; none of them requires another here. Each change is re-read where it
 * has to be, then sends its own requests one after another up to a bulk request that it shares. Bulk requests are sent once
 * everybody came that far; behind them each change goes on by itself.
 *
 *     group 1:  re-read ─┬─ ada:   PUT, POST ─┐                                        ┌─ ada: DELETE
 *                        └─ grace: PUT ───────┤                                        │
 *     group 2:  re-read ─── alan:  PUT ───────┴─ bulk vip (ada, alan) ─ bulk beta (…) ─┴─ …
 *
 * Of one change, that is: own first, shared first, own, shared, own last, shared last.
 */
export async function runWave(
  run: Run,
  works: readonly Work[],
  level: Level,
  loaded: boolean,
): Promise<void> {
  const turn = turnstile(() => run.width);
  await inParallel(GROUPS_UNDER_WAY, groupsOf(works, RECHECK_SIZE), async (group) => {
    await recheckWorks(run, group, level, loaded);
    await settleAll(group.map((work) => turn(() => sendOwn(run, work, level))));
  });
  for (const part of PARTS) {
    const shared = bulkRequests(works, level, part);
    if (shared.length === 0) continue;
    await withoutSharing(
      () => run.width,
      shared,
      ({ items }) => sendItems(run, items),
    );
    const going = works.filter((work) => work.pending.some((step) => step.level === level));
    await settleAll(going.map((work) => turn(() => sendOwn(run, work, level))));
  }
}

/** Up to the next bulk request. */
async function sendOwn(run: Run, work: Work, level: Level): Promise<void> {
  for (const step of stepsAt(work, level)) {
    // A failed step stops the later steps of its change, and a stopped run stops them all.
    if (step.batch !== undefined || work.result !== undefined || !work.pending.includes(step)) return;
    await sendItems(run, [{ work, step }]);
  }
}

/** What is left of a change in one level, in the order in which it goes. */
function stepsAt(work: Work, level: Level): readonly Step[] {
  const place = ({ order, batch }: Step) => PARTS.indexOf(order) * 2 + (batch === undefined ? 0 : 1);
  return work.pending.filter((step) => step.level === level).sort((a, b) => place(a) - place(b));
}

interface BulkRequest {
  readonly members: readonly Work[];
  readonly items: readonly Item[];
}

/** Steps of one part of a level that share a key, joined up to the limit, in the order of the plan. */
function bulkRequests(works: readonly Work[], level: Level, part: Step['order']): BulkRequest[] {
  const byKey = new Map<string, Item[]>();
  const limits = new Map<string, number>();
  for (const work of works) {
    for (const step of stepsAt(work, level)) {
      // What comes before goes first: a change that was stopped short of it has no share.
      if (step.batch === undefined || step.order !== part) break;
      const { key, limit } = step.batch;
      const items = byKey.get(key);
      if (items === undefined) byKey.set(key, [{ work, step }]);
      else items.push({ work, step });
      limits.set(key, Math.max(1, Math.min(limit, limits.get(key) ?? limit)));
    }
  }
  return [...byKey].flatMap(([key, items]) =>
    [...groupsOf(items, limits.get(key) ?? 1)].map((group) => ({
      members: group.map((item) => item.work),
      items: group,
    })),
  );
}

function* groupsOf<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

/** Waits for all, so that no request is under way when a failure gets out. */
async function settleAll(jobs: readonly Promise<void>[]): Promise<void> {
  const ended = await Promise.allSettled(jobs);
  const failed = ended.find((job) => job.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
