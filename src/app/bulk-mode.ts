import type { BulkMemory, BulkMode, BulkVerb } from '../types/bulk.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { WorkspaceFacts } from '../types/facts.ts';
import type { Project } from '../types/project.ts';

/** After this time bulk requests are tried again in a workspace that refused them. */
const FORGET_MS = 30 * 24 * 3_600_000;

/** Whether and how contacts are written many at a time. */
export interface BulkSetting extends Readonly<Record<BulkVerb, BulkMode>> {
  /** Fewer than documented fit into a request, as an earlier apply found. */
  readonly most?: number | undefined;
}

/**
 * Whether contacts are written many at a time (design 7.8): `--bulk`, else `bulk:` of the project file, else `auto`.
 *
 *              a probe found       refused lately      then
 *     create   refused             any                 off, but for the flag, which tries it again
 *              works, or nothing   yes                 off, but for the flag
 *              works, or nothing   no                  as wanted
 *     update   refused, nothing    any                 off
 *              works               yes                 off, but for the flag
 *              works               no                  as wanted
 */
export function bulkSetting({
  flag,
  project,
  memory = {},
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
  const isRecent = (at: number | undefined) => at !== undefined && now - at < FORGET_MS;
  const wanted = project.bulk ?? 'auto';
  const isRefused = facts.bulk.create === 'refused' || isRecent(memory.refused_at);
  const update = isRecent(memory.update_refused_at) ? 'off' : wanted;
  const most = Math.min(memory.most ?? Infinity, facts.bulk.most ?? Infinity);
  return {
    create: flag ?? (isRefused || most < 1 ? 'off' : wanted),
    // No stable version documents it (intercom 13.1), so nobody is the first to try it on the people of production.
    update: facts.bulk.update === 'works' ? (flag ?? update) : 'off',
    ...(Number.isFinite(most) ? { most: Math.max(1, most) } : {}),
  };
}

/** Said once, with the refusal, which names the request: later applies remember it. */
export function bulkRefused(verb: BulkVerb, reason: string): Diagnostic {
  return {
    code: 'bulk-refused',
    severity: 'info',
    summary: `Intercom refuses bulk requests here, so ${WORDS[verb]} one by one`,
    detail: reason,
    help: 'nothing has to be done: later applies remember it for 30 days. --bulk auto tries again, bulk: off in interform.yaml never does',
  };
}

const WORDS = {
  create: 'users were created',
  update: 'contacts were updated',
} as const;
