import type { IntercomFailure } from '../../types/intercom.ts';

/** A question that only Intercom can answer: to the planner it is a filter that Intercom does not take. */
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
