import { type Change, isMembership } from '../types/change.ts';
import { isIntercomFailure } from '../types/intercom.ts';
import type { Current } from '../types/kind.ts';
import { LEVELS, type Level } from '../types/step.ts';
import { recheck } from './recheck.ts';
import { sameJson } from './recheck-words.ts';
import type { ApplyKind, Run, Work } from './run.ts';

/**
 * Re-reads the live side of changes right before their first write and ends those that are `already` or `stale`. Memberships
 * that are there already leave the requests of the rest. What cannot be re-read is not written (law 9).
 */
export async function recheckWorks(
  run: Run,
  works: readonly Work[],
  level: Level,
  loaded: boolean,
): Promise<void> {
  const byKind = new Map<ApplyKind, Work[]>();
  for (const work of works) {
    if (!isDue(work, loaded)) continue;
    const others = byKind.get(work.kind);
    if (others === undefined) byKind.set(work.kind, [work]);
    else others.push(work);
  }
  await Promise.all([...byKind].map(([kind, due]) => recheckKind(run, kind, due, level)));
}

/**
 * A loaded plan re-reads everything. A plan of the same run re-reads what cannot be put back: merges, conversions, archives
 * and memberships taken off (DESIGN 7.3).
 */
function isDue({ change, checked }: Work, loaded: boolean): boolean {
  if (checked === 'yes') return false;
  if (loaded || change.action === 'merge' || change.action === 'convert' || change.action === 'archive') {
    return true;
  }
  return Object.values(change.fields).some((field) => isMembership(field) && field.remove.length > 0);
}

async function recheckKind(run: Run, kind: ApplyKind, works: readonly Work[], level: Level): Promise<void> {
  if (run.stopped !== undefined) return;
  let found: ReadonlyMap<string, Current>;
  try {
    found = await kind.current(
      works.map((work) => work.change),
      run.writer,
      run.context,
    );
  } catch (failure) {
    unreadable(run, works, failure);
    return;
  }
  for (const work of works) judge(run, work, found.get(work.change.address), level);
}

/** What cannot be re-read is not written. */
export function unreadable(run: Run, works: readonly Work[], failure: unknown): void {
  if (!isIntercomFailure(failure)) run.crash(failure);
  else if (run.interrupted && failure.status === null) return;
  else if (failure.status === 401 || failure.status === 403) {
    const cause = failure.status === 401 ? 'unauthorized' : 'forbidden';
    run.stop({ cause, reason: `the run stopped, for Intercom answered ${failure.status}` });
  }
  const message = failure instanceof Error ? failure.message : String(failure);
  const requestId = isIntercomFailure(failure) ? failure.requestId : null;
  for (const work of works) {
    run.finish(work, 'failed', { reason: `it could not be re-read before its write: ${message}`, requestId });
  }
}

/** Ends a change that a re-read shows to be done or stale, or leaves what is left to do. */
export function judge(run: Run, work: Work, current: Current | undefined, level: Level): void {
  if (current === undefined) {
    run.finish(work, 'failed', { reason: 'it could not be re-read before its write' });
    return;
  }
  const { change, kind } = work;
  const early = new Set(change.context?.before_merge ?? []);
  const firstHalf = early.size > 0 && LEVELS.indexOf(level) < LEVELS.indexOf('merges');
  const verdict = recheck(change, current, {
    same: (field, a, b) => kind.same?.(field, a, b) ?? sameJson(a, b),
    idOf: (address) => run.idOf(address),
    begun: work.checked === 'half',
    ...(firstHalf || work.checked === 'half'
      ? { only: (field: string) => early.has(field) === firstHalf }
      : {}),
  });
  work.checked = firstHalf ? 'half' : 'yes';
  switch (verdict.state) {
    case 'stale':
      run.finish(work, 'stale', { reason: verdict.reason });
      return;
    case 'already':
      if (verdict.id !== null) run.learn(change, verdict.id);
      if (firstHalf) dropLevel(work, level);
      else work.pending = [];
      if (work.pending.length === 0) run.complete(work, 'Intercom holds it already');
      return;
    case 'proceed':
      if (verdict.id !== undefined) run.learn(change, verdict.id);
      if (firstHalf) return;
      replan(run, work, verdict.change, level);
  }
}

function dropLevel(work: Work, level: Level): void {
  work.pending = work.pending.filter((step) => step.level !== level);
}

/** The steps of what is left to do. Those of earlier levels are behind us. */
function replan(run: Run, work: Work, rest: Change, level: Level): void {
  const from = LEVELS.indexOf(level);
  work.pending = work.kind.steps(rest).filter((step) => LEVELS.indexOf(step.level) >= from);
  if (work.pending.length === 0) run.complete(work, 'Intercom holds it already');
}
