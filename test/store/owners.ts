import type { LockOwner } from '../../src/types/store.ts';

let count = 0;

/** A process that wants the lock of Acme's workspace. */
export function ownerNamed(by: string, other: Partial<LockOwner> = {}): LockOwner {
  count += 1;
  return {
    id: `${by}-${count}`,
    workspace: 'acme0001',
    by,
    host: 'laptop',
    pid: 4711,
    since: Date.UTC(2026, 10, 28, 16, 44),
    ...other,
  };
}
