import type { Place } from './place.ts';
import type { RecheckMode } from './recheck.ts';
import type { Rules } from './rules.ts';
import type { StoreSettings } from './store.ts';

/** `workspace.owner_tags` of a project that does not say. */
export const DEFAULT_OWNER_TAGS: readonly string[] = ['set-*'];

export type Region = 'us' | 'eu' | 'au';

/** `max_<verb>` of the project file: an absolute number, or a percentage string such as `5%`. */
export type GuardLimits = Readonly<Record<string, number | string>>;

/** Limits of one contact set or team, beside those of the project: they only tighten. */
export interface ScopedGuards {
  readonly sets: ReadonlyMap<string, GuardLimits>;
  readonly owners: ReadonlyMap<string, GuardLimits>;
}

/** The project file with its environment laid over and every default filled in. */
export interface Project {
  /** Absolute path of the project folder. */
  readonly folder: string;
  /** The project file's path relative to the folder; undefined where there is none. */
  readonly file: string | undefined;
  readonly environment: string | null;
  /** Manifest folders, relative to the project folder. */
  readonly manifests: readonly string[];
  /** Manifest folder → the team that owns it, for folders that say. */
  readonly owners: ReadonlyMap<string, string>;
  /** Addresses that are always left out, as globs: `--exclude` that nobody has to remember. */
  readonly exclude: readonly string[];
  readonly workspace: {
    readonly id: string | undefined;
    readonly region: Region | undefined;
    readonly token_env: string | undefined;
    readonly timezone: string | undefined;
    /** Which tags are owner tags by their name: of this repository and of all others that manage the workspace. */
    readonly owner_tags: readonly string[];
    /** Whether the project file says so; otherwise it is the default. */
    readonly ownerTagsWritten: boolean;
  };
  readonly intercom_version: string;
  readonly variables: ReadonlyMap<string, string>;
  readonly guards: GuardLimits;
  readonly scopedGuards: ScopedGuards;
  /** Code → level, of the rules that the project sets. */
  readonly rules: Rules;
  /** The part of the app's rate limit to use, above 0 and at most 1. */
  readonly rate_limit: { readonly share: number };
  readonly mask_key_env: string | undefined;
  readonly store: StoreSettings;
  /** Undefined where the file does not say: `batch` for a plan of the same run, `each` for a saved one. */
  readonly recheck: RecheckMode | undefined;
  /** Where a setting is written, in the environment or for all; absent where there is no project file. */
  place?(path: readonly string[]): Place;
  /** Whether the environment itself says what stands at `place`; absent where there is no project file. */
  isOfEnvironment?(path: readonly string[]): boolean;
}
