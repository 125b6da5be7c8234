import type { Action, ChangeContext, FieldChanges } from './change.ts';
import type { ContactKey } from './contact-key.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { RequestCounts } from './intercom.ts';
import type { Json } from './json.ts';
import type { Outcome } from './result.ts';
import type { Level } from './step.ts';

/** `store:` of the project file with its defaults filled in. Durations are milliseconds. */
export type StoreSettings = StorePlace & {
  /** For so long search may lag behind a write before it is reported. Age alone never ends a recent write. */
  readonly index_lag: number;
  /** Whether before-images are kept, which undo needs. Where the file does not say: true, and false where `CI` is set. */
  readonly keep_values: boolean;
  /** How long the journal of a run is kept. */
  readonly keep: number;
};

export type StorePlace =
  /** Relative to the project folder, with `/`. */
  | { readonly kind: 'folder'; readonly path: string }
  /** The environment variable that holds the URL, which holds a password. */
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
  /** Of the plan that was run. */
  readonly digest: string;
  readonly manifests: { readonly digest: string; readonly version: string | null };
  /** Where the project folder is a git checkout. */
  readonly git?: { readonly commit: string; readonly branch?: string };
  /** Who ran it: the CI actor with the address of its job, or the user of this machine. */
  readonly by: { readonly name: string; readonly job?: string };
  /** The run that this one takes back. */
  readonly undoes?: string;
  /** False where the journal holds ids and keyed hashes only, so that the run cannot be undone. */
  readonly keep_values: boolean;
  /** Addresses of the attributes that the manifests declared sensitive: their values are masked. */
  readonly sensitive?: readonly string[];
  /** Whether each record is on disk before what it announces is sent. False for a Redis that does not fsync every write. */
  readonly durable: boolean;
  /** Tells with which key its hashes were made. */
  readonly key: string;
  /** True where it ended without saying so; `ended_at` is then when that was found out. */
  readonly interrupted?: true;
  /** Requests of which is not known whether they took effect and whose contact is not there to be read. */
  readonly in_doubt?: number;
  /** Of its journal. */
  readonly bytes?: number;
  readonly exit?: number;
  /** What was written in part is `interrupted`, not failed. */
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

/** Here lines are gone, doubled, moved or changed; no line says so, the reader finds it. */
export interface JournalDamage {
  readonly t: 'damage';
}

/**
 * A change with its before-image, written before its first intent. One of which nothing was sent is written before its result,
 * without fields.
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
  /** True where nothing would refuse a second one: it creates a contact that is known by email only. */
  readonly unique?: false;
  /** Contacts that the request may change. */
  readonly contacts: readonly string[];
  /** Keyed hashes of what the contact can be found by once the request took effect. */
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
}

/** An open request that was settled afterwards: by reading, or by a person who looked. */
export interface JournalSettled {
  readonly t: 'settled';
  readonly n: number;
  readonly at: number;
  /** `unsought`: search must show it by now, but no manifest declares whom to look for, so nobody looked. */
  readonly state: 'done' | 'absent' | 'unsought';
  readonly id?: string;
  readonly by: 'reading' | 'person';
}

/**
 * What this store's runs wrote of one contact and search may not show yet (intercom 4.6.6). Values are keyed hashes, so
 * that a store without values can hold them as well.
 */
export interface RecentWrite {
  /** Intercom's id. */
  readonly contact: string;
  readonly run: string;
  /** When the request was sent; milliseconds since the epoch. */
  readonly at: number;
  /** `gone` after an archive or delete, and for the lead of a merge. */
  readonly state: 'live' | 'gone';
  /** Keyed hashes of the keys by which it is found now, such as that of `email:ada@acme.test`; empty where not known. */
  readonly keys: readonly string[];
  /** Tells with which key these hashes were made, where that is not the key of the run. */
  readonly key?: string;
  /** Field path → keyed hash of the value that was kept; `tags.<id>` and `companies.<id>` → `+` or `-`. */
  readonly fields: Readonly<Record<string, string>>;
  /** Unix seconds, as the answer said; absent where it said none. */
  readonly updated_at?: number;
  /**
   * True where comparing fields cannot tell whether search shows it: a request that may or may not have arrived, or a value that
   * was written twice. It is read by id until search shows all that the contact holds.
   */
  readonly unsure?: true;
}

/** What a request wrote of one contact, in the clear: it is hashed before it is stored. */
export interface Written {
  /** Intercom's id. */
  readonly contact: string;
  readonly state: 'live' | 'gone';
  /** By what it is found now; empty where not known. */
  readonly keys: readonly ContactKey[];
  /** Field path → the value that was kept; `tags.<id>` and `companies.<id>` → whether it has it now. */
  readonly fields: Readonly<Record<string, Json>>;
  /** Unix seconds. */
  readonly updated_at?: number;
  /** Nobody knows what the contact holds now. */
  readonly unsure?: true;
}

/** A failed store: what it was to keep is not kept. Other parts recognise it without importing the store. */
export interface StoreFailure extends Error {
  readonly store: true;
  readonly diagnostic: Diagnostic;
}

export function isStoreFailure(error: unknown): error is StoreFailure {
  return error instanceof Error && 'store' in error && error.store === true;
}

/** Who holds the lock of a workspace: one apply at a time writes. */
export interface LockOwner {
  /** What `interform unlock` takes. */
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
   * Milliseconds for which nobody else can hold it, on a clock that never jumps; 0 once it is lost. Nothing is sent with less left than
   * a request may take.
   */
  remainingMs(): number;
  /** Gives it back; never rejects. */
  release(): Promise<void>;
}

/** What trying to lock came to. */
export type Locking =
  | { readonly state: 'held'; readonly lock: Lock }
  | { readonly state: 'busy'; readonly owner: LockOwner };
