import type { Outcome } from '../types/result.ts';
import type { Step } from '../types/step.ts';
import type { Written } from '../types/store.ts';

/** What one request, or one change's share of a bulk request, came to. */
export interface StepOutcome {
  /** `done`: answered and kept; `already`: nothing was sent or nothing was needed. */
  readonly state: Exclude<Outcome, 'skipped' | 'not_attempted'>;
  /** Intercom's id of what the change is about, once it is known. */
  readonly id?: string;
  readonly reason?: string;
  /** What it wrote of contacts; absent where nothing was written, or nobody knows. */
  readonly written?: readonly Written[];
}

/**
 * Write-ahead record of a run. `before` resolves once the step is recorded, and only then is it sent; a journal that rejects
 * stops the run. Steps come with all references resolved, one call per change even where they share a request.
 */
export interface Journal {
  before(step: Step): Promise<void>;
  after(step: Step, outcome: StepOutcome): Promise<void>;
  close(): Promise<void>;
}

/** Records nothing. */
export const nullJournal: Journal = {
  before: async () => {},
  after: async () => {},
  close: async () => {},
};
