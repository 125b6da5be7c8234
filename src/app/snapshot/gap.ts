import type { IntercomFailure } from '../../types/intercom.ts';

/** A question that only Intercom can answer. The planner treats it like a filter that Intercom refuses. */
export class SnapshotGap extends Error implements IntercomFailure {
  override readonly name = 'SnapshotGap';
  readonly intercom = true;
  readonly status = 400;
  readonly code = 'unanswered';
  readonly requestId = null;
  readonly outcome = 'refused';

  constructor(what: string) {
    super(`the snapshot does not answer ${what}`);
  }
}
