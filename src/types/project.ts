import type { BulkMode } from './bulk.ts';
import type { PreviewMode } from './merge-preview.ts';
import type { Place } from './place.ts';
import type { RecheckMode } from './recheck.ts';
import type { Rules } from './rules.ts';
import type { StoreSettings } from './store.ts';

/** The default of `workspace.owner_tags`. */
export const DEFAULT_OWNER_TAGS: readonly string[] = ['set-*'];

export type Region = 'us' | 'eu' | 'au';

/** `max_<verb>` of the project file: an absolute number, or a percentage string such as `5%`. */
export type GuardLimits = Readonly<Record<string, number | string>>;

/** Limits of single contact sets and teams, beside those of the project: they can only be stricter. */
export interface ScopedGuards {
  readonly sets: ReadonlyMap<string, GuardLimits>;
  readonly owners: ReadonlyMap<string, GuardLimits>;
}

/** A workspace that the project file calls production. */
export interface ProductionWorkspace {
  /** How the file calls it: `environment prod`. */
  readonly name: string;
  /** Undefined where the file does not say. */
  readonly id: string | undefined;
  /** Whether it is the one that this run is about. */
  readonly isChosen: boolean;
}

/** The project file, with the environment's settings over it and every default filled in. */
export interface Project {
  /** Absolute path of the project folder. */
  readonly folder: string;
  /** The project file's path relative to the folder; undefined where there is none. */
  readonly file: string | undefined;
  readonly environment: string | null;
  /** Manifest folders, relative to the project folder. */
  readonly manifests: readonly string[];
  /** Manifest folder → the team that owns it, for folders that name one. */
  readonly owners: ReadonlyMap<string, string>;
  /** Globs of addresses that are always left out, like an `--exclude` that nobody has to remember. */
  readonly exclude: readonly string[];
  readonly workspace: {
    readonly id: string | undefined;
    readonly region: Region | undefined;
    readonly token_env: string | undefined;
    readonly timezone: string | undefined;
    /** Patterns of owner tags: those of this repository and of all others that manage the workspace. */
    readonly owner_tags: readonly string[];
    /** Whether the project file sets them; otherwise they are the default. */
    readonly ownerTagsWritten: boolean;
  };
  /** The workspaces with real data, where nothing is tried out; undefined where there is no project file. */
  readonly production?: readonly ProductionWorkspace[];
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
  /** Whether Intercom is asked what merges would do. */
  readonly merge_preview: PreviewMode;
  /** Undefined where the file does not say: then `batch` for a plan of the same run, and `each` for a saved one. */
  readonly recheck: RecheckMode | undefined;
  /** Undefined where the file does not say: then `auto`. */
  readonly bulk: BulkMode | undefined;
  /** Where a setting is written, in the environment or for all of them; absent where there is no project file. */
  place?(path: readonly string[]): Place;
  /** Whether the setting at this path is written in the environment; absent where there is no project file. */
  isOfEnvironment?(path: readonly string[]): boolean;
}
