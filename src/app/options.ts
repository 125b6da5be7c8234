import type { openBackend } from '../store/open.ts';
import type { BulkMode } from '../types/bulk.ts';
import type { PreviewMode } from '../types/merge-preview.ts';
import type { GuardVerb } from '../types/plan.ts';
import type { RecheckMode } from '../types/recheck.ts';

/** The planning flags (design 8), the same on validate, render, plan, apply and pull. */
export interface PlanningOptions {
  /** `-C`: the project folder; the working folder by default. */
  readonly project: string;
  /** `--env`. */
  readonly environment?: string;
  /** `--var NAME=VALUE`. */
  readonly variables: ReadonlyMap<string, string>;
  /** `--to 0003`, or `--to FOLDER:0003` for each manifest folder. */
  readonly to?: readonly string[];
  readonly target: readonly string[];
  readonly exclude: readonly string[];
  /** `--file`. */
  readonly files?: readonly string[];
  /** `--owner`. */
  readonly owners?: readonly string[];
  /** `--allow VERB=N`. */
  readonly allow: ReadonlyMap<GuardVerb, number>;
  readonly baseUrl?: string;
  /** `--merge-preview`. */
  readonly mergePreview?: PreviewMode;
  /** `--recheck`. */
  readonly recheck?: RecheckMode;
  /** `--non-live`: reads all contacts that are not live, and even where nobody is to be created. */
  readonly nonLive?: boolean;
  /** `--bulk`. */
  readonly bulk?: BulkMode;
  /** `--data NAME=-`: sources of this name read standard input. */
  readonly data?: ReadonlySet<string>;
}

/** Access to the outside world, passed in so that use cases can be tested without it. */
export interface Ports {
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Sends HTTP requests; the global fetch by default, the emulator in demo and tests. */
  readonly fetch?: typeof fetch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Rejects early when the signal is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Aborted at Ctrl-C: running requests finish, and no new ones start. */
  readonly signal?: AbortSignal;
  /** Opens the store; by default the one that the project file names. */
  readonly openBackend?: typeof openBackend;
  /** Opens standard input, for `--data NAME=-`. */
  readonly stdin?: () => AsyncIterable<Uint8Array>;
  readonly progress?: (progress: Progress) => void;
  /** Called with each secret that comes from elsewhere than `env`, such as a token in `.env`, so that no output shows it. */
  readonly hide?: (secret: string) => void;
}

/** The progress of a plan or an apply. */
export interface Progress {
  /** `checking`: rows of data files, before anything live is read. */
  readonly phase: 'checking' | 'reading' | 'applying';
  /** What `done` and `total` count. */
  readonly unit: 'rows' | 'requests' | 'contacts';
  readonly done: number;
  /** Undefined while it is not known. It may grow. */
  readonly total?: number;
  /** For an apply: how many changes have their result. */
  readonly changes?: { readonly done: number; readonly total: number };
  /** The most units per second that the rate limit allows, if it limits them. */
  readonly mostPerSecond?: number;
  /**
   * Milliseconds until the rate limit allows the next request, at the time of the last report; 0 if it does not delay any. The
   * value stays until the next report.
   */
  readonly waitingMs: number;
  /** Changes that wait until the search index shows whether an earlier run has made them. */
  readonly inDoubt?: number;
  /**
   * Present while an apply waits for Intercom to show what it did, in a job or through search: when something was last written
   * or a change last ended, in milliseconds since the epoch.
   */
  readonly unseenSince?: number;
}
