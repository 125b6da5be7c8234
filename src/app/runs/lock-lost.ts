import type { LockOwner, StoreFailure } from '../../types/store.ts';

/** The lock was taken away, or could not be renewed: somebody else may write by now. */
export class LockLost extends Error implements StoreFailure {
  readonly store = true;
  readonly code = 'lock-lost';
  readonly summary = 'the lock of the workspace was lost';
  readonly help = 'apply again: what was sent is recorded, and the next run goes on from there';

  constructor({ id, workspace }: LockOwner) {
    super(`lock ${id} of workspace ${workspace} was taken away or could not be renewed; nothing was sent after that`);
    this.name = 'LockLost';
  }
}
