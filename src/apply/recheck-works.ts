import type { KindReader } from '../kinds/kind-reader.ts';
import { isIntercomFailure } from '../types/intercom.ts';
import type { Current } from '../types/kind.ts';
import type { RecheckMode } from '../types/recheck.ts';
import { LEVELS, type Level } from '../types/step.ts';
import { confirms, recheck } from './recheck.ts';
import { sameJson } from './recheck-words.ts';
import { stopOf } from './refused-token.ts';
import type { Run } from './run.ts';
import type { Work } from './work.ts';

export interface Rereading {
  readonly level: Level;
  readonly mode: RecheckMode;
  readonly reader: KindReader;
}

/**
 * Reads changes of one kind again right before their first write, and ends those that are `already` or `stale`. From the rest
 * it takes the memberships that are there already. What cannot be read again is not written (law 9). The search index may only
 * confirm the plan: a contact that it shows differently is read by id before it is judged.
 */
export async function recheckWorks(run: Run, works: readonly Work[], rereading: Rereading): Promise<void> {
  const [one] = works;
  if (one === undefined || run.stopped !== undefined) return;
  const { level, mode, reader } = rereading;
  let found: ReadonlyMap<string, Current>;
  try {
    const changes = works.map((work) => work.change);
    found = await one.kind.current(changes, reader, run.context, mode);
  } catch (failure) {
    unreadable(run, works, failure);
    return;
  }
  const doubtful: Work[] = [];
  for (const work of works) {
    const current = found.get(work.change.address);
    if (current === undefined)
      run.finish(work, 'failed', { reason: 'it could not be read again before the write' });
    else if (!judgeLive(run, work, current, level)) doubtful.push(work);
  }
  await recheckWorks(run, doubtful, { ...rereading, mode: 'each' });
}

/** Ends changes that could not be read again: they are not written. */
export function unreadable(run: Run, works: readonly Work[], failure: unknown): void {
  if (!isIntercomFailure(failure)) run.crash(failure);
  else if (run.interrupted && failure.status === null) return;
  else {
    const stop = stopOf(failure);
    if (stop !== undefined) run.stop(stop);
  }
  const message = failure instanceof Error ? failure.message : String(failure);
  const requestId = isIntercomFailure(failure) ? failure.requestId : null;
  for (const work of works) {
    run.finish(work, 'failed', {
      reason: `it could not be read again before the write: ${message}`,
      requestId,
    });
  }
}

/**
 * Judges a change by its live state: ends it if it is done or stale, else reduces it to what is left to do. Returns false where
 * only a read by id can tell.
 */
export function judgeLive(run: Run, work: Work, current: Current, level: Level): boolean {
  const { change, kind } = work;
  const early = new Set(change.context?.before_merge ?? []);
  const firstHalf = early.size > 0 && LEVELS.indexOf(level) < LEVELS.indexOf('merges');
  const verdict = recheck(change, current, {
    same: (field, a, b) => kind.same?.(field, a, b) ?? sameJson(a, b),
    alone: kind.alone,
    idOf: (address) => run.idOf(address),
    begun: work.checked === 'half',
    ...(firstHalf || work.checked === 'half'
      ? { only: (field: string) => early.has(field) === firstHalf }
      : {}),
  });
  if (current.state !== 'merged' && current.ids !== undefined) run.know(current.ids);
  if (current.state === 'live') {
    if (current.indexed === true && !confirms(verdict, change)) return false;
    work.readAt(level, current.fields);
  }
  work.compared(firstHalf ? 'half' : 'yes');
  switch (verdict.state) {
    case 'stale':
      run.finish(work, 'stale', { reason: verdict.reason });
      break;
    case 'already':
      if (verdict.id !== null) run.learn(work, verdict.id);
      if (firstHalf) work.skipLevel(level);
      else work.skipRest();
      if (work.pending.length === 0) run.complete(work, 'Intercom has it already');
      break;
    case 'proceed':
      if (verdict.id !== undefined) run.learn(work, verdict.id);
      if (firstHalf) break;
      work.reduceTo(verdict.change, level);
      if (work.pending.length === 0) run.complete(work, 'Intercom has it already');
  }
  return true;
}
