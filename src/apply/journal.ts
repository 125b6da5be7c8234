import type { Outcome } from '../types/result.ts';
import type { Step } from '../types/step.ts';
import type { Written } from '../types/store.ts';

/** The outcome of one request, or of one change's share of a bulk request. */
export interface StepOutcome {
  /** `done`: Intercom took it and kept the values. `already`: no request was needed. */
  readonly state: Exclude<Outcome, 'skipped' | 'not_attempted'>;
  /** Intercom's id of the changed item, once it is known. */
  readonly id?: string;
  readonly reason?: string;
  /** What it wrote to contacts; absent where nothing was written, or where that is not known. */
  readonly written?: readonly Written[];
}

/**
 * Write-ahead record of a run. A step is sent only after `before` has resolved; a rejection stops the run. References in the
 * steps are replaced by ids. Steps that share a bulk request are recorded one by one.
 */
export interface Journal {
  before(step: Step): Promise<void>;
  after(step: Step, outcome: StepOutcome): Promise<void>;
  close(): Promise<void>;
}

/** For a run without a store. */
export const nullJournal: Journal = {
  before: async () => {},
  after: async () => {},
  close: async () => {},
};
