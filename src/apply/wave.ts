import type { RecheckMode } from '../types/recheck.ts';
import type { Level, Step } from '../types/step.ts';
import type { Item } from './item.ts';
import { writePaced } from './paced.ts';
import { settleAll, turnstile, withoutSharing } from './parallel.ts';
import type { Run } from './run.ts';
import { sendItems } from './send.ts';
import type { Work } from './work.ts';

/** The parts of a level, in their order. Within a part, a change's own requests come before those that it shares. */
const PARTS: readonly Step['order'][] = ['first', undefined, 'last'];

/**
 * Does the steps that these changes have in one level; none of them requires another. Each change is read again where that is
 * needed, and sends its own requests one after another (`writePaced`) up to the first bulk request that it shares. Bulk
 * requests are sent when all changes have come that far. After them each change goes on by itself.
 *
 *     re-read ─┬─ ada:   PUT, POST ─┐                                        ┌─ ada: DELETE
 *              └─ grace: PUT ───────┤                                        │
 *     re-read ─── alan:  PUT ───────┴─ bulk vip (ada, alan) ─ bulk beta (…) ─┴─ …
 *
 * For one change the order is: own first, shared first, own, shared, own last, shared last.
 */
export async function runWave(
  run: Run,
  works: readonly Work[],
  level: Level,
  mode: RecheckMode,
): Promise<void> {
  const turn = turnstile(() => run.width);
  await writePaced(run, works, { level, mode, turn, write: (work) => sendOwn(run, work, level) });
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

/** Sends the change's own requests up to its next bulk request. */
async function sendOwn(run: Run, work: Work, level: Level): Promise<void> {
  for (const step of stepsAt(work, level)) {
    // A step that failed or was not sent stops the later steps of its change.
    if (step.batch !== undefined || work.result !== undefined || !work.pending.includes(step)) return;
    await sendItems(run, [{ work, step }]);
  }
}

/** The pending steps of a change in one level, in the order in which they are sent. */
function stepsAt(work: Work, level: Level): readonly Step[] {
  const place = ({ order, batch }: Step) => PARTS.indexOf(order) * 2 + (batch === undefined ? 0 : 1);
  return work.pending.filter((step) => step.level === level).sort((a, b) => place(a) - place(b));
}

interface BulkRequest {
  readonly members: readonly Work[];
  readonly items: readonly Item[];
}

/** Steps of one part of a level that have the same batch key, joined up to its limit, in plan order. */
function bulkRequests(works: readonly Work[], level: Level, part: Step['order']): BulkRequest[] {
  const byKey = new Map<string, Item[]>();
  const limits = new Map<string, number>();
  for (const work of works) {
    for (const step of stepsAt(work, level)) {
      // An earlier step is still pending, so this change has no share in the bulk request.
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
