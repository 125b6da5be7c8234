import type { openBackend } from '../store/open.ts';
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
  /** `--recheck`. */
  readonly recheck?: RecheckMode;
  /** `--data NAME=-`: sources of this name read standard input. */
  readonly data?: ReadonlySet<string>;
}

/** The world outside, handed in so that use cases can be tested without it. */
export interface Ports {
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Sends HTTP requests; the global fetch by default, the emulator in demo and tests. */
  readonly fetch?: typeof fetch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Rejects early when the signal is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Aborted at Ctrl-C: running requests finish, no new one starts. */
  readonly signal?: AbortSignal;
  /** Opens the store; the one that the project file names by default. */
  readonly openBackend?: typeof openBackend;
  /** Opens standard input, for `--data NAME=-`. */
  readonly stdin?: () => AsyncIterable<Uint8Array>;
  readonly progress?: (progress: Progress) => void;
  /** Told each secret that a use case learned from elsewhere than `env`, such as the token in `.env`: no output may show it. */
  readonly hide?: (secret: string) => void;
}

/** How far a plan or an apply is. */
export interface Progress {
  /** Rows of data files are checked before anything live is read. */
  readonly phase: 'checking' | 'reading' | 'applying';
  /** What `done` and `total` count. */
  readonly unit: 'rows' | 'requests' | 'contacts';
  readonly done: number;
  /** Undefined while it is not known; may grow. */
  readonly total?: number;
  /** Of an apply: the changes that are over. */
  readonly changes?: { readonly done: number; readonly total: number };
  /** The most that can be done in a second, where the rate limit says so. */
  readonly mostPerSecond?: number;
  /**
   * Milliseconds until the rate limit lets the next request go, when that was told last; 0 when it does not hold any back. Stays what
   * it was while nothing else is told.
   */
  readonly waitingMs: number;
  /** Changes that wait for the search index to show whether an earlier run made them already. */
  readonly inDoubt?: number;
}
