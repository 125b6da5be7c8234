import type { Action, Change } from './change.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { RecheckMode } from './recheck.ts';

export const PLAN_FORMAT = 'interform-plan/1';

/** What a guard counts (design 6.4). `incomplete_read` has no allowance (law 10). */
export const GUARD_VERBS = [
  'archive',
  'merge',
  'convert',
  'drop_option',
  'retype',
  'delete',
  'resubscribe',
  'skip',
  'rekey',
  'detach',
  'create',
  'update',
] as const;
export type GuardVerb = (typeof GUARD_VERBS)[number];

export interface Guard {
  readonly verb: GuardVerb | 'incomplete_read';
  readonly count: number;
  /** At most this many; null: no limit. */
  readonly limit: number | null;
  readonly over: boolean;
}

/** How many changes there are of each action, and how many items need none. `delete` is absent where nothing is deleted. */
export type Summary = Readonly<
  Record<Exclude<Action, 'delete'> | 'unchanged' | 'skipped' | 'blocked', number>
> & { readonly delete?: number };

export interface WorkspaceRef {
  readonly id: string;
  readonly name: string;
  readonly region: string;
}

/** How many rows of one reading of a data file `on_bad_row: skip` left out. */
export interface LeftOut {
  /** Relative to the project folder. */
  readonly source: string;
  /** How many rows of the source `where` keeps. */
  readonly rows: number;
  readonly left_out: number;
}

export interface Cost {
  /** Requests that planning made. */
  readonly reads: number;
  readonly writes: number;
  /** The least time that the rate limit makes the requests take, those of `recheck` included. */
  readonly seconds: number;
  /** How often apply reads again right before the writes (design 7.3). Absent in files of earlier versions. */
  readonly recheck?: { readonly mode: RecheckMode; readonly reads: number };
  /**
   * How many contacts are created by how many bulk requests, which are among `writes`, and how often these are read back. Absent
   * where everything goes by itself. `updates`: the same of contacts that are updated so; absent where none is.
   */
  readonly bulk?: BulkCount & { readonly updates?: BulkCount };
}

/** What bulk requests of one sort cost. */
export interface BulkCount {
  readonly contacts: number;
  readonly requests: number;
  readonly reads: number;
}

/**
 * The changes of a plan in its order: an array, or an iterable that reads them from disk each time. A million changes do not
 * fit into memory as objects, so nobody may hold more of them than needed; `length` is cheap.
 */
export interface Changes extends Iterable<Change> {
  readonly length: number;
  /** The changes at the places where the array has a 1. Absent: walk over all of them. */
  those?(places: Uint8Array): Iterable<Change>;
}

/** The changes at the places where `places` has a 1, each with its place, in the order of the plan. */
export function* placedChanges(
  changes: Changes,
  places: Uint8Array,
): Generator<{ readonly place: number; readonly change: Change }> {
  let place = 0;
  if (changes.those === undefined) {
    for (const change of changes) {
      if (places[place] === 1) yield { place, change };
      place += 1;
    }
    return;
  }
  for (const change of changes.those(places)) {
    while (places[place] === 0) place += 1;
    yield { place, change };
    place += 1;
  }
}

/** The plan (design 6.1): what is shown, saved, reviewed and applied. */
export interface PlanDocument {
  readonly format: typeof PLAN_FORMAT;
  readonly tool: string;
  readonly workspace: WorkspaceRef;
  readonly intercom_version: string;
  readonly environment: string | null;
  readonly manifests: { readonly digest: string; readonly version: string | null };
  readonly digest: string;
  /** True where --target or --exclude left changes out; absent otherwise. */
  readonly filtered?: true;
  /** True where --limit left changes out; absent otherwise. */
  readonly limited?: true;
  /** The run that this plan undoes; absent otherwise. Not in the digest. */
  readonly undoes?: string;
  /** True where it was made from a snapshot (design 8): it can be read, never applied. */
  readonly snapshot?: true;
  /** Addresses of the attributes that manifests declare sensitive, in order; absent where there are none. Not in the digest. */
  readonly sensitive?: readonly string[];
  /**
   * True where personal data was taken out (design 6.3): it can be read, never applied. The digest is that of the real
   * changes.
   */
  readonly masked?: true;
  /**
   * Contact set → its live members when the plan was made, for the sets that lose memberships: percentages are of this
   * number when the plan is applied. Absent where no membership is taken off. Not in the digest.
   */
  readonly members?: Readonly<Record<string, number>>;
  /**
   * The sources with rows that `on_bad_row: skip` left out: percentages are of their rows. Absent where no row was left out.
   * Not in the digest.
   */
  readonly left_out?: readonly LeftOut[];
  readonly summary: Summary;
  readonly guards: readonly Guard[];
  readonly cost: Cost;
  readonly changes: Changes;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Name of a kind → how many of its live items no manifest declares. Shown beside a plan that was just made; not in the
 * document.
 */
export type NotManaged = Readonly<Record<string, number>>;
