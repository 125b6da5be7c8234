import type { Diagnostic } from '../../types/diagnostic.ts';
import type { LockOwner, StoreFailure } from '../../types/store.ts';

/** The lock was taken away or could not be renewed: another process may be writing by now. */
export class LockLost extends Error implements StoreFailure {
  override readonly name = 'LockLost';
  readonly store = true;
  readonly diagnostic: Diagnostic;

  constructor({ id, workspace }: LockOwner) {
    const detail = `lock ${id} of workspace ${workspace} was removed or could not be renewed. interform sent nothing after that`;
    super(detail);
    this.diagnostic = {
      code: 'lock-lost',
      severity: 'error',
      summary: 'the lock of the workspace was lost',
      detail,
      help: 'apply again: what was sent is recorded, and the next run goes on from there',
    };
  }
}
