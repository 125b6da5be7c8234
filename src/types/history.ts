import type { Action, FieldChanges } from './change.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Erased } from './erased.ts';
import type { RequestCounts } from './intercom.ts';
import type { Json } from './json.ts';
import type { Outcome } from './result.ts';
import type { JournalIntent, JournalOutcome, JournalSettled, RunRecord, StoreSettings } from './store.ts';

export const HISTORY_FORMAT = 'interform-history/1';

/** What the runs of a store did, for people and programs. Instants are ISO 8601 in UTC. */
export interface HistoryDocument {
  readonly format: typeof HISTORY_FORMAT;
  readonly exit: number;
  /** Null where the project keeps no store, or nothing was ever written to it. */
  readonly store: { readonly kind: 'folder' | 'redis'; readonly where: string } | null;
  /** What the project file says of the store. The path of a folder is relative to the project's; null for other stores. */
  readonly settings: Pick<StoreSettings, 'kind' | 'keep_values'> & { readonly path: string | null };
  /** The workspace whose runs are listed; null where the project names none, so that all are. */
  readonly workspace: string | null;
  /** Newest first; only the one that was asked for, if any. */
  readonly runs: readonly HistoryRun[];
  /** Runs that are not listed: older ones beyond `--limit`, and those of other workspaces. */
  readonly left_out: { readonly older: number; readonly other_workspaces: number };
  /** In the order of the plan. Absent where no run was asked for. */
  readonly changes?: readonly HistoryChange[];
  /** Which lead went into which user; absent where no run was asked for. */
  readonly merges?: readonly HistoryMerge[];
  /** Requests that may or may not have created a contact; absent where no run was asked for. */
  readonly doubts?: readonly HistoryDoubt[];
  /** What `--resolve` recorded; absent without it. */
  readonly resolved?: readonly HistoryResolved[];
  readonly diagnostics: readonly Diagnostic[];
}

/** One apply. */
export interface HistoryRun
  extends Pick<
    RunRecord,
    | 'id'
    | 'workspace'
    | 'environment'
    | 'tool'
    | 'digest'
    | 'manifests'
    | 'git'
    | 'by'
    | 'undoes'
    | 'keep_values'
    | 'durable'
  > {
  /** `under_way` while its lock is held. */
  readonly state: 'ended' | 'interrupted' | 'under_way';
  readonly started_at: string;
  /** Null for a run that did not say that it ended. */
  readonly ended_at: string | null;
  readonly exit: number | null;
  /** Changes by outcome; null for a run that did not say that it ended. */
  readonly summary: Readonly<Partial<Record<Outcome | 'interrupted', number>>> | null;
  readonly requests: RequestCounts | null;
  /** How many requests are in doubt. */
  readonly in_doubt: number;
  /** Runs that undid this one; absent where there is none. */
  readonly undone_by?: readonly string[];
}

/** What a run did about one change. */
export interface HistoryChange {
  /** With `keep_values: false` the key of a contact is a keyed hash. */
  readonly address: string;
  readonly also: readonly string[];
  readonly kind: string;
  readonly action: Action;
  readonly id: string | null;
  /** `interrupted`: a part of it was written, and the run ended before the rest. */
  readonly outcome: Outcome | 'interrupted';
  /** Absent with `keep_values: false`. */
  readonly reason?: string;
  /** Absent with `keep_values: false`, and where nothing was sent. */
  readonly fields?: FieldChanges;
  /** The live values that an unarchive met. */
  readonly before?: Readonly<Record<string, Json>>;
  /** Where a person was deleted for good. */
  readonly erased?: Erased;
  readonly requests: readonly HistoryRequest[];
}

/** One request, or one change's share of a bulk request. */
export interface HistoryRequest extends Pick<JournalIntent, 'method' | 'path'> {
  readonly at: string;
  readonly state: JournalOutcome['state'];
  readonly id?: string;
  /** What it came to, found out afterwards, and how. */
  readonly settled?: {
    readonly at: string;
    readonly state: JournalSettled['state'];
    readonly by: 'reading' | 'person';
    readonly id?: string;
  };
}

/** A lead that went into a user. */
export interface HistoryMerge {
  readonly lead: string;
  /** Null where the journal does not tell. */
  readonly into: string | null;
  readonly at: string;
}

/** A request that may or may not have created a contact, and that Intercom would not refuse a second time. */
export interface HistoryDoubt {
  readonly address: string;
  readonly sent_at: string;
}

/** What a person found where a request was in doubt. */
export interface HistoryResolved {
  readonly address: string;
  readonly state: 'done' | 'absent';
  readonly id?: string;
}
