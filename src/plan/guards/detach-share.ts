import type { Diagnostic } from '../../types/diagnostic.ts';
import type { Detached } from './guard-tally.ts';

/** Contact sets with fewer live members than this are exempt from the percentage (design 6.4). */
const EXEMPT_BELOW_MEMBERS = 20;

/** Whether contact sets lose more memberships than their share. */
export interface DetachVerdict {
  /** How many of the memberships may be taken off. Equal to the number planned exactly when no set is over. */
  readonly allowed: number;
  readonly over: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compares, for each contact set, the memberships taken off with a percentage of its live members. A set whose members are not
 * known is over, and so are detaches that belong to no set (law 9).
 */
export function detachWithin(
  detached: Detached,
  percent: number,
  members: ReadonlyMap<string, number>,
): DetachVerdict {
  let allowed = 0;
  const diagnostics: Diagnostic[] = [];
  for (const [set, count] of detached) {
    const size = set === undefined ? undefined : members.get(set);
    const limit = limitOf(size, count, percent);
    allowed += Math.min(count, limit);
    if (count > limit) diagnostics.push(overShare(set, count, size, limit, percent));
  }
  return { allowed, over: diagnostics.length > 0, diagnostics };
}

function limitOf(size: number | undefined, count: number, percent: number): number {
  if (size === undefined || !Number.isInteger(size) || size < 0) return 0;
  return size < EXEMPT_BELOW_MEMBERS ? count : Math.floor((size * percent) / 100);
}

function overShare(
  set: string | undefined,
  count: number,
  size: number | undefined,
  limit: number,
  percent: number,
): Diagnostic {
  const who = set === undefined ? 'changes outside every contact set' : `contact set ${set}`;
  const against =
    size === undefined
      ? 'its live members could not be counted, so no percentage can be taken of them'
      : `it has ${size} live members, and ${percent}% of them is ${limit}`;
  return {
    code: 'detach-share',
    severity: 'warning',
    summary: `${who} would lose ${count} memberships, more than its share`,
    detail: against,
    help: 'review the detached memberships; --allow detach=N allows at most N of them in this run',
  };
}
