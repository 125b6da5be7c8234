import type { BulkMemory, BulkMode } from '../types/bulk.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { WorkspaceFacts } from '../types/facts.ts';
import type { Project } from '../types/project.ts';

/** After this time bulk requests are tried again in a workspace that refused them. */
const FORGET_MS = 30 * 24 * 3_600_000;

/** Whether and how users are created many at a time. */
export interface BulkSetting {
  readonly mode: BulkMode;
  /** Fewer than documented fit into a request, as an earlier apply found. */
  readonly most?: number | undefined;
}

/**
 * Whether users are created many at a time (design 7.8): `--bulk`, else `bulk:` of the project file, else `auto` where the
 * workspace did not refuse it lately, nor in a probe. The flag tries it again.
 */
export function bulkSetting({
  flag,
  project,
  memory,
  facts,
  now,
}: {
  /** `--bulk`. */
  readonly flag: BulkMode | undefined;
  readonly project: Pick<Project, 'bulk'>;
  readonly memory: BulkMemory | undefined;
  /** What a probe found in the workspace. */
  readonly facts: Pick<WorkspaceFacts, 'bulk'>;
  readonly now: number;
}): BulkSetting {
  const refusedAt = memory?.refused_at;
  const isRefused =
    facts.bulk.create === 'refused' || (refusedAt !== undefined && now - refusedAt < FORGET_MS);
  const most = Math.min(memory?.most ?? Infinity, facts.bulk.most ?? Infinity);
  return {
    mode: flag ?? (isRefused ? 'off' : (project.bulk ?? 'auto')),
    ...(Number.isFinite(most) ? { most } : {}),
  };
}

/** Said once: later applies remember it. */
export function bulkRefused(reason: string): Diagnostic {
  return {
    code: 'bulk-refused',
    severity: 'info',
    summary: 'Intercom refuses bulk requests here, so users were created one by one',
    detail: `POST /contacts/bulk: ${reason}`,
    help: 'nothing has to be done: later applies remember it for 30 days. --bulk auto tries again, bulk: off in interform.yaml never does',
  };
}
