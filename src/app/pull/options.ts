import type { Diagnostic } from '../../types/diagnostic.ts';
import type { RequestCounts } from '../../types/intercom.ts';
import type { JsonObject } from '../../types/json.ts';
import type { WorkspaceRef } from '../../types/plan.ts';
import type { PlanningOptions } from '../options.ts';
import type { PullPart } from './parts.ts';

export const PULL_FORMAT = 'interform-pull/1';

export interface PullOptions
  extends Pick<
    PlanningOptions,
    'project' | 'environment' | 'variables' | 'baseUrl' | 'to' | 'target' | 'exclude' | 'files' | 'owners'
  > {
  readonly parts: readonly PullPart[];
  /** A search filter of Intercom (intercom 4.6); absent: all contacts. */
  readonly query?: JsonObject;
  /** `--out`: absolute path of the folder for new manifests; by default the first manifest folder. */
  readonly out?: string;
  /** `--all-fields`: declare also the live fields of declared items that no manifest declares. People are left out. */
  readonly allFields?: boolean | undefined;
  /** `--check`: report what would change, and write nothing. */
  readonly check: boolean;
  /** For tests: compares this many contacts at a time, even if there are few. */
  readonly batchRows?: number | undefined;
}

/** A file that was, or with `--check` would be, written. */
export interface PulledFile {
  /** Relative to the project folder. */
  readonly file: string;
  readonly action: 'create' | 'update';
  /** How many items were added that no manifest declared. */
  readonly added: number;
  /** How many values were replaced by live ones or, with `--all-fields`, added to what was declared. */
  readonly changed: number;
}

export interface PullDocument {
  readonly format: typeof PULL_FORMAT;
  readonly exit: number;
  readonly workspace: WorkspaceRef;
  readonly environment: string | null;
  /** True: only compared, nothing written. */
  readonly check: boolean;
  /** Number of live items that were read, by part. */
  readonly live: Readonly<Record<PullPart, number>>;
  /** Sorted by name; empty where the manifests match. */
  readonly files: readonly PulledFile[];
  /** How many items are declared and not live, or not yet in their declared state. */
  readonly pending: number;
  readonly requests: Omit<RequestCounts, 'writes'>;
  readonly diagnostics: readonly Diagnostic[];
}
