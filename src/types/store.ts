import type { Action, ChangeContext, FieldChanges } from './change.ts';
import type { ContactKey } from './contact-key.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Erased } from './erased.ts';
import type { RequestCounts } from './intercom.ts';
import type { Json } from './json.ts';
import type { Outcome } from './result.ts';
import type { Level } from './step.ts';

/** `store:` of the project file with its defaults filled in. Durations are milliseconds. */
export type StoreSettings = StorePlace & {
  /** How long search may lag behind a write before that is reported. A recent write never ends by its age alone. */
  readonly index_lag: number;
  /** Whether before-images are kept, which undo needs. Default: true, but false where `CI` is set. */
  readonly keep_values: boolean;
  /** How long the journal of a run is kept. */
  readonly keep: number;
};

export type StorePlace =
  /** Relative to the project folder, with `/`. */
  | { readonly kind: 'folder'; readonly path: string }
  /** The environment variable with the URL, which holds a password. */
  | { readonly kind: 'redis'; readonly url_env: string }
  | { readonly kind: 'none' };

/**
 * One apply as the store remembers it. A run without `ended_at` is open: it was interrupted, or it is under way.
 */
export interface RunRecord {
  /** Sorts by start, such as `20261128T164400Z-7f3a9c`. */
  readonly id: string;
  /** `app.id_code` of GET /me. */
  readonly workspace: string;
  readonly environment: string | null;
  /** Milliseconds since the epoch. */
  readonly started_at: number;
  readonly ended_at?: number;
  /** Version of interform. */
  readonly tool: string;
  /** The digest of the plan that was run. */
  readonly digest: string;
  readonly manifests: { readonly digest: string; readonly version: string | null };
  /** Present where the project folder is in a git checkout. */
  readonly git?: { readonly commit: string; readonly branch?: string };
  /** Who ran it: the CI actor with the address of its job, or the user of this machine. */
  readonly by: { readonly name: string; readonly job?: string };
  /** The run that this one undoes. */
  readonly undoes?: string;
  /** False where the journal holds ids and keyed hashes only, so that the run cannot be undone. */
  readonly keep_values: boolean;
  /** Addresses of the attributes that the manifests declared sensitive: their values are masked. */
  readonly sensitive?: readonly string[];
  /**
   * Whether each record is on disk before the request that it announces is sent. False for a Redis that does not fsync every
   * write.
   */
  readonly durable: boolean;
  /** Identifies the key that its hashes were made with. */
  readonly key: string;
  /** True where it ended without recording that; `ended_at` is then when that was found out. */
  readonly interrupted?: true;
  /** How many requests may or may not have taken effect and have no contact that could be read to find out. */
  readonly in_doubt?: number;
  /** The size of its journal. */
  readonly bytes?: number;
  readonly exit?: number;
  /** Changes by outcome. A change that was written in part is `interrupted`, not failed. */
  readonly summary?: Readonly<Partial<Record<Outcome | 'interrupted', number>>>;
  readonly requests?: RequestCounts;
}

/**
 * The lines of a run's journal, in the order in which they were written:
 *
 *   run, change …, (intent, outcome) …, result …, end        settled … may follow, written by a later run or by a person
 *
 * `c` numbers the changes of the plan from 0, `n` the requests of the run from 0. An intent without an outcome, or with the
 * outcome `unknown`, is open: whether Intercom took the request is not known.
 */
export type JournalEntry =
  | ({ readonly t: 'run' } & RunRecord)
  | JournalChange
  | JournalIntent
  | JournalOutcome
  | JournalResult
  | JournalSettled
  | ({ readonly t: 'end' } & Required<Pick<RunRecord, 'ended_at' | 'exit' | 'summary' | 'requests'>>);

/** Stands where lines are gone, doubled, moved or changed. It is no line of the journal: the reader adds it. */
export interface JournalDamage {
  readonly t: 'damage';
}

/**
 * A change with its before-image, written before its first intent. A change of which nothing was sent is written before its
 * result, without fields.
 */
export interface JournalChange {
  readonly t: 'change';
  readonly c: number;
  /** With `keep_values: false` the key of a contact is a keyed hash. */
  readonly address: string;
  readonly also: readonly string[];
  /** Addresses of changes that had to be done before; absent with `keep_values: false`. */
  readonly requires?: readonly string[];
  readonly kind: string;
  readonly action: Action;
  readonly id: string | null;
  /** Absent with `keep_values: false`, and where nothing was sent. */
  readonly fields?: FieldChanges;
  readonly context?: ChangeContext;
}

/** One request, or one change's share of a bulk request, about to be sent. */
export interface JournalIntent {
  readonly t: 'intent';
  readonly n: number;
  readonly c: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly level: Level;
  readonly method: 'POST' | 'PUT' | 'DELETE';
  /** All references resolved. */
  readonly path: string;
  readonly creates: boolean;
  /**
   * False where Intercom would not refuse a second request: it creates a contact that is known by its email only. Absent
   * otherwise.
   */
  readonly unique?: false;
  /** Contacts that the request may change. */
  readonly contacts: readonly string[];
  /** Keyed hashes of the keys by which the contact can be found once the request took effect. */
  readonly keys?: readonly string[];
}

export interface JournalOutcome {
  readonly t: 'outcome';
  readonly n: number;
  readonly at: number;
  readonly state: Exclude<Outcome, 'skipped' | 'not_attempted'>;
  readonly id?: string;
  /** Absent with `keep_values: false`. */
  readonly reason?: string;
  /** What search must show once it has caught up. */
  readonly writes?: readonly RecentWrite[];
}

/** What became of a change in the end. */
export interface JournalResult {
  readonly t: 'result';
  readonly c: number;
  readonly outcome: Outcome;
  readonly id: string | null;
  /** As in the result. */
  readonly partly?: true;
  /** Absent with `keep_values: false`. */
  readonly reason?: string;
  /** The live values that an unarchive met; absent with `keep_values: false`. */
  readonly before?: Readonly<Record<string, Json>>;
  readonly erased?: Erased;
}

/** An open request that was settled afterwards: by reading, or by a person who looked. */
export interface JournalSettled {
  readonly t: 'settled';
  readonly n: number;
  readonly at: number;
  /** `unsought`: search must show it by now, but no manifest declares the person any more, so nobody looked. */
  readonly state: 'done' | 'absent' | 'unsought';
  readonly id?: string;
  readonly by: 'reading' | 'person';
}

/**
 * What this store's runs wrote to one contact and search may not show yet (intercom 4.6.6). Values are keyed hashes, so that
 * a store that keeps no values can hold them as well.
 */
export interface RecentWrite {
  /** Intercom's id. */
  readonly contact: string;
  readonly run: string;
  /** When the request was sent; milliseconds since the epoch. */
  readonly at: number;
  /** `gone` after an archive or delete, and for the lead of a merge. */
  readonly state: 'live' | 'gone';
  /**
   * Keyed hashes of the keys by which the contact is found now, such as that of `email:ada@acme.test`; empty where not
   * known.
   */
  readonly keys: readonly string[];
  /** Identifies the key that these hashes were made with, where that is not the key of the run. */
  readonly key?: string;
  /** Field path → keyed hash of the value that Intercom kept; `tags.<id>` and `companies.<id>` → `+` or `-`. */
  readonly fields: Readonly<Record<string, string>>;
  /** Unix seconds, as the answer said; absent where it said none. */
  readonly updated_at?: number;
  /**
   * True where comparing fields cannot tell whether search shows the write: the request may not have arrived, or a value was
   * written twice. The contact is read by id until search shows all that it holds.
   */
  readonly unsure?: true;
}

/** What a request wrote to one contact, in the clear: it is hashed before it is stored. */
export interface Written {
  /** Intercom's id. */
  readonly contact: string;
  readonly state: 'live' | 'gone';
  /** The keys by which the contact is found now; empty where not known. */
  readonly keys: readonly ContactKey[];
  /** Field path → the value that Intercom kept; `tags.<id>` and `companies.<id>` → whether the contact has it now. */
  readonly fields: Readonly<Record<string, Json>>;
  /** Unix seconds. */
  readonly updated_at?: number;
  /** True where nobody knows what the contact holds now. */
  readonly unsure?: true;
}

/** The store failed and did not keep what it should. Other parts recognise the error without importing the store. */
export interface StoreFailure extends Error {
  readonly store: true;
  readonly diagnostic: Diagnostic;
}

export function isStoreFailure(error: unknown): error is StoreFailure {
  return error instanceof Error && 'store' in error && error.store === true;
}

/** Who holds the lock of a workspace, which lets one apply at a time write. */
export interface LockOwner {
  /** The argument of `interform unlock`. */
  readonly id: string;
  readonly workspace: string;
  readonly by: string;
  readonly host: string;
  readonly pid: number;
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly job?: string;
}

/** The lock while it is held. */
export interface Lock {
  readonly owner: LockOwner;
  /**
   * Milliseconds for which nobody else can hold it, on a clock that never jumps; 0 once it is lost. Nothing is sent when
   * less is left than a request may take.
   */
  remainingMs(): number;
  /** Gives it back; never rejects. */
  release(): Promise<void>;
}

/** The result of trying to lock. */
export type Locking =
  | { readonly state: 'held'; readonly lock: Lock }
  | { readonly state: 'busy'; readonly owner: LockOwner };
