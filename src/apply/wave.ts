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

/**
 * Does the steps that these changes have in one level; none of them requires another here. Each change is re-read where it
 * has to be, then sends its own requests one after another, then takes part in the bulk requests that it shares.
 *
 *     group 1:  re-read ─┬─ ada:   PUT, POST ─┐
 *                        └─ grace: PUT ───────┤
 *     group 2:  re-read ─── alan:  PUT ───────┴─ bulk vip (ada, alan) ─ bulk beta (ada, grace)
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
  await withoutSharing(
    () => run.width,
    bulkRequests(works, level),
    ({ items }) => sendItems(run, items),
  );
}

async function sendOwn(run: Run, work: Work, level: Level): Promise<void> {
  const own = work.pending.filter((step) => step.level === level && step.batch === undefined);
  for (const step of own) {
    // A failed step stops the later steps of its change, and a stopped run stops them all.
    if (work.result !== undefined || !work.pending.includes(step)) return;
    await sendItems(run, [{ work, step }]);
  }
}

interface BulkRequest {
  readonly members: readonly Work[];
  readonly items: readonly Item[];
}

/** Steps that share a key, joined up to the limit, in the order of the plan. */
function bulkRequests(works: readonly Work[], level: Level): BulkRequest[] {
  const byKey = new Map<string, Item[]>();
  const limits = new Map<string, number>();
  for (const work of works) {
    // Its own requests come first: a change that was stopped short of them has no share.
    if (work.pending.some((step) => isAt(step, level) && step.batch === undefined)) continue;
    for (const step of work.pending) {
      if (!isAt(step, level) || step.batch === undefined) continue;
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

function isAt(step: Step, level: Level): boolean {
  return step.level === level;
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
