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
  /** A search filter of Intercom (intercom 4.6): only contacts that match it. */
  readonly query?: JsonObject;
  /** `--out`: the folder of manifests that are not there yet, absolute; by default the first manifest folder. */
  readonly out?: string;
  /** `--check`: say what would change, write nothing. */
  readonly check: boolean;
  /** Internal: people are compared so many at a time, however few there are. */
  readonly batchRows?: number | undefined;
}

/** One file that was or would be written. */
export interface PulledFile {
  /** Relative to the project folder. */
  readonly file: string;
  readonly action: 'create' | 'update';
  /** Items that no manifest declared. */
  readonly added: number;
  /** Declared values that differed from what is live. */
  readonly changed: number;
}

export interface PullDocument {
  readonly format: typeof PULL_FORMAT;
  readonly exit: number;
  readonly workspace: WorkspaceRef;
  readonly environment: string | null;
  /** True where files were only compared. */
  readonly check: boolean;
  /** What was read, by part; a part that was not asked for is absent. */
  readonly live: Readonly<Record<PullPart, number>>;
  /** Sorted by name; empty where the manifests say it all. */
  readonly files: readonly PulledFile[];
  /** Declared and not live: left as they are. */
  readonly pending: number;
  readonly requests: Omit<RequestCounts, 'writes'>;
  readonly diagnostics: readonly Diagnostic[];
}
