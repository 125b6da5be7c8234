import { setTimeout as sleep } from 'node:timers/promises';
import type { BulkMode } from '../../types/bulk.ts';
import type { PreviewMode } from '../../types/merge-preview.ts';
import { GUARD_VERBS, type GuardVerb } from '../../types/plan.ts';
import type { RecheckMode } from '../../types/recheck.ts';
import type { PlanningOptions, Ports, Progress } from '../options.ts';

/** Which project to use, in which environment, and how to reach the outside world. All are optional. */
export interface ProjectOptions {
  /** The folder of the project; the working folder by default. */
  readonly project?: string | undefined;
  /** `--env`. */
  readonly environment?: string | undefined;
  /** `--var`: name to value. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** `--to`: `0003`, or `FOLDER:0003` for each manifest folder. */
  readonly to?: readonly string[] | undefined;
  /** `--target`: globs of addresses. */
  readonly target?: readonly string[] | undefined;
  /** `--exclude`: globs of addresses. */
  readonly exclude?: readonly string[] | undefined;
  /** `--file`: globs of manifests and data files. */
  readonly files?: readonly string[] | undefined;
  /** `--owner`. */
  readonly owners?: readonly string[] | undefined;
  /** `--allow`: verb → the most changes of it that this run may make. */
  readonly allow?: Partial<Readonly<Record<GuardVerb, number>>> | undefined;
  /** `--base-url`. */
  readonly baseUrl?: string | undefined;
  /** `--recheck`. */
  readonly recheck?: RecheckMode | undefined;
  /** `--bulk`. */
  readonly bulk?: BulkMode | undefined;
  /** `--merge-preview`. */
  readonly mergePreview?: PreviewMode | undefined;
  /** `--non-live`. */
  readonly nonLive?: boolean | undefined;
  /** Environment variables, the token among them; those of the process by default. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Sends HTTP requests; the global fetch by default, that of an emulator in tests. */
  readonly fetch?: typeof fetch | undefined;
  /** Milliseconds since the epoch; the clock of the machine by default. */
  readonly now?: (() => number) | undefined;
  /** When it is aborted, reading stops at once; an apply lets running requests finish and starts no new ones. */
  readonly signal?: AbortSignal | undefined;
  /** Called with the progress of a plan or an apply. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** The options in the form that the flags of the command line are turned into. */
export function planningOf(options: ProjectOptions): PlanningOptions {
  const { project = '.', environment, variables = {}, target = [], exclude = [], allow = {} } = options;
  const { to, files, owners, baseUrl, recheck, bulk, mergePreview, nonLive } = options;
  return {
    project,
    variables: new Map(Object.entries(variables)),
    target,
    exclude,
    allow: new Map(GUARD_VERBS.flatMap((verb) => (allow[verb] === undefined ? [] : [[verb, allow[verb]]]))),
    ...(environment === undefined ? {} : { environment }),
    ...(to === undefined ? {} : { to }),
    ...(files === undefined ? {} : { files }),
    ...(owners === undefined ? {} : { owners }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(recheck === undefined ? {} : { recheck }),
    ...(bulk === undefined ? {} : { bulk }),
    ...(mergePreview === undefined ? {} : { mergePreview }),
    ...(nonLive === undefined ? {} : { nonLive }),
  };
}

/** Access to the outside world, with the defaults for what is not given. */
export function portsOf({ env, fetch: own, now, signal, onProgress }: ProjectOptions): Ports {
  return {
    env: env ?? process.env,
    now: now ?? Date.now,
    sleep: (ms, until) => sleep(ms, undefined, until === undefined ? {} : { signal: until }),
    ...(own === undefined ? {} : { fetch: own }),
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { progress: onProgress }),
  };
}
