import type { BulkTally } from './bulk.ts';
import type { Action } from './change.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Erased } from './erased.ts';
import type { RequestCounts } from './intercom.ts';
import type { Json } from './json.ts';
import type { WorkspaceRef } from './plan.ts';
import type { EditedField } from './recheck.ts';
import type { Stream } from './stream.ts';

export const RESULT_FORMAT = 'interform-result/1';
export const ERROR_FORMAT = 'interform-error/1';

export const OUTCOMES = [
  'done',
  'already',
  'failed',
  'stale',
  'skipped',
  'unknown',
  'not_attempted',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** A field that did not stick (law 11). */
export interface Unstuck {
  readonly field: string;
  readonly sent: Json;
  readonly kept: Json;
}

export interface ChangeResult {
  readonly address: string;
  readonly action: Action;
  readonly outcome: Outcome;
  readonly id: string | null;
  /**
   * True for a failed change of which a part was written and the rest not sent, though Intercom refused nothing. Absent
   * otherwise.
   */
  readonly partly?: true;
  /** Why; absent for `done`. */
  readonly reason?: string;
  readonly unstuck?: readonly Unstuck[];
  /**
   * Other fields that somebody else edited while this change was written, whose edit of a written field may be overwritten
   * too.
   */
  readonly edited?: readonly EditedField[];
  /** The live values that an unarchive met (design 4). */
  readonly before?: Readonly<Record<string, Json>>;
  /** Where a person was deleted for good; absent without a store, whose key the proof is made with. */
  readonly erased?: Erased;
  readonly request_id?: string;
}

/**
 * The results of a run in the order of its plan: an array, or an iterable that reads them from disk each time. A million
 * results do not fit into memory as objects, so nobody may hold more of them than needed; `length` is cheap.
 */
export type Results = Stream<ChangeResult>;

/** What an apply did (design 6.1). */
export interface ResultDocument {
  readonly format: typeof RESULT_FORMAT;
  readonly workspace: WorkspaceRef;
  readonly digest: string;
  readonly exit: number;
  /** True where --limit left changes out, which have no result here; absent otherwise. */
  readonly limited?: true;
  readonly summary: Readonly<Record<Outcome, number>>;
  readonly requests: RequestCounts;
  /** What bulk requests wrote; absent where none was sent. Everything else went by itself. */
  readonly bulk?: BulkTally;
  readonly results: Results;
  readonly diagnostics: readonly Diagnostic[];
}

/** A command that ended before there was a plan or a result. */
export interface ErrorDocument {
  readonly format: typeof ERROR_FORMAT;
  readonly exit: number;
  readonly diagnostics: readonly Diagnostic[];
}
