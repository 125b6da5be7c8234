import type { Diagnostic } from '../../types/diagnostic.ts';
import type { LockOwner } from '../../types/store.ts';

/** Why an apply may not begin. */
export interface Refused {
  readonly diagnostic: Diagnostic;
  readonly exit: number;
}

/** Another apply writes to this workspace (DESIGN section 8). */
export const LOCKED_EXIT = 6;

export function lockedBy(owner: LockOwner, timeoutMs: number): Refused {
  const { by, host, pid, since, id, job } = owner;
  const waited = timeoutMs > 0 ? ` after waiting ${Math.round(timeoutMs / 1000)} s` : '';
  return {
    exit: LOCKED_EXIT,
    diagnostic: {
      code: 'locked',
      severity: 'error',
      summary: `another apply holds the lock of this workspace${waited}`,
      detail: `${by} on ${host}, process ${pid}, since ${new Date(since).toISOString()}${job === undefined ? '' : `, ${job}`}`,
      help: `wait until it ends, or for up to a minute with --lock-timeout 60; only if that process is surely dead: interform unlock ${id}`,
    },
  };
}
