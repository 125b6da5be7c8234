import type { Change } from '../../types/change.ts';
import type { Noted } from '../journal.ts';
import type { ParkedWork, Work } from '../work.ts';

/** A change in a bulk request, as the journal has it. */
export interface BulkMember {
  readonly work: Work;
  readonly noted: Noted;
  /** What the request is to do of the change. */
  readonly asked: Change;
}

/** What is kept of a bulk request until it is read back. Times are milliseconds since the epoch. */
export interface BulkGroup {
  readonly works: readonly ParkedWork[];
  readonly noted: readonly Noted[];
  /** What the request was to do of each; null where that is the whole change. */
  readonly asked: readonly (Change | null)[];
  /** Null where the answer was lost, or named none. */
  readonly job: string | null;
  /** Why there is no job. */
  readonly failure: string | null;
  readonly sentAt: number;
  /** Unix seconds of Intercom's clock: what is older was not written by the request. */
  readonly since: number;
}
