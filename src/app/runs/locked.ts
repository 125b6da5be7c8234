import type { Diagnostic } from '../../types/diagnostic.ts';
import type { LockOwner } from '../../types/store.ts';

/** Why an apply may not begin, and its exit code. */
export interface Refused {
  readonly diagnostic: Diagnostic;
  readonly exit: number;
}

/** Another apply holds the lock of this workspace (design 8). */
const LOCKED_EXIT = 6;

/** The error of an apply that cannot get the lock. `timeoutMs`: how long it has waited. */
export function lockedBy(owner: LockOwner, timeoutMs: number): Refused {
  const waited = timeoutMs > 0 ? ` after waiting ${Math.round(timeoutMs / 1000)} s` : '';
  return {
    exit: LOCKED_EXIT,
    diagnostic: {
      code: 'locked',
      severity: 'error',
      summary: `another apply holds the lock of this workspace${waited}`,
      detail: holderText(owner),
      help: `wait until it ends. The lock of a process that was killed on another machine ends within 90 seconds: --lock-timeout 90. Only if that process is certainly no longer running: interform unlock ${owner.id}. If it is still running, both write at the same time and can create leads twice`,
    },
  };
}

/** The owner of a lock, in words. */
export function holderText({ by, host, pid, since, job }: LockOwner): string {
  const where = `${by} on ${host}, process ${pid}, since ${new Date(since).toISOString()}`;
  return job === undefined ? where : `${where}, ${job}`;
}
