import type { Change } from '../types/change.ts';
import type { ChangeResult, Outcome } from '../types/result.ts';
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

/** A change with its place among the changes of the run, from 0. */
export interface Journaled {
  readonly place: number;
  readonly change: Change;
}

/** Names a request in the journal, from before it is sent until its outcome is recorded. */
export interface Noted {
  /** The number of the request in this run. */
  readonly n: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * Write-ahead record of a run: what is sent is noted and durable before. References in the steps are replaced by ids. Steps
 * that share a bulk request are noted one by one. It keeps nothing of changes and steps in memory.
 */
export interface Journal {
  note(of: Journaled, step: Step): Noted;
  /** Resolves once everything noted so far is durable. A rejection stops the run, and nothing of it may be sent. */
  durable(): Promise<void>;
  after(of: Journaled, step: Step, noted: Noted, outcome: StepOutcome): Promise<void>;
  /** Records the result of a change, and returns it as it is reported: with the proof, where it erased a person. */
  result(of: Journaled, result: ChangeResult): ChangeResult;
  /** Resolves once everything given so far is in the store. */
  drain(): Promise<void>;
}

/** For a run without a store. */
export const nullJournal: Journal = {
  note: () => ({ n: 0, at: 0 }),
  durable: async () => {},
  after: async () => {},
  result: (_of, result) => result,
  drain: async () => {},
};
