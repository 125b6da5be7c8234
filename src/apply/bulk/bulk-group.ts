import type { Step, WriteRequest } from '../../types/step.ts';
import type { Noted } from '../journal.ts';
import type { ParkedWork, Work } from '../work.ts';

/** A change in a bulk request, as the journal has it. */
export interface BulkMember {
  readonly work: Work;
  readonly noted: Noted;
}

/** What is kept of a bulk request until it is read back. Times are milliseconds since the epoch. */
export interface BulkGroup {
  readonly works: readonly ParkedWork[];
  readonly noted: readonly Noted[];
  /** Null where the answer was lost. */
  readonly job: string | null;
  readonly sentAt: number;
  /** Unix seconds of Intercom's clock: what is older was not made by the request. */
  readonly since: number;
}

/** The step of a change as the journal has it: its share of the bulk request. */
export function sharedStep(work: Work, { path }: Pick<WriteRequest, 'path'>): Step {
  const step = work.pending.find(({ creates }) => creates);
  if (step === undefined) throw new Error(`${work.change.address} creates nothing`);
  return { ...step, request: { method: 'POST', path } };
}
