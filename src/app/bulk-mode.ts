import { type BulkMemory, type BulkMode, type BulkVerb, LEAST_OF_BULK } from '../types/bulk.ts';
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
 *              fewer than three    any                 off, but for the flag
 *              works, or nothing   yes                 off, but for the flag
 *              works, or nothing   no                  as wanted
 *     update   refused, nothing    any                 off
 *              fewer than three    any                 off, but for the flag
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
  const most = Math.min(memory.most ?? Infinity, facts.bulk.most ?? Infinity);
  const update = isRecent(memory.update_refused_at) || most < LEAST_OF_BULK ? 'off' : wanted;
  return {
    create: flag ?? (isRefused || most < LEAST_OF_BULK ? 'off' : wanted),
    // No stable version documents it (intercom 13.1), so nobody is the first to try it on the people of production.
    update: facts.bulk.update === 'works' ? (flag ?? update) : 'off',
    ...(Number.isFinite(most) && most >= LEAST_OF_BULK ? { most } : {}),
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

/** Said once: bulk requests fail, and nothing of them appears. Later applies try them again. */
export function bulkFailing(verb: BulkVerb, reason: string): Diagnostic {
  return {
    code: 'bulk-failing',
    severity: 'info',
    summary: `bulk requests failed and did nothing, so ${WORDS[verb]} one by one from there on`,
    detail: reason,
    help: 'nothing has to be done: the next apply tries them again. --bulk off saves the wait for what they do not do',
  };
}

const WORDS = {
  create: 'users were created',
  update: 'contacts were updated',
} as const;
