import type { HistoryRun } from '../../types/history.ts';
import type { RunRecord } from '../../types/store.ts';

/** Facts that the records of runs do not hold. */
export interface Told {
  /** Workspaces whose lock is held now. */
  readonly locked: ReadonlySet<string>;
  /** Run → the runs that undid it. */
  readonly undoneBy: ReadonlyMap<string, readonly string[]>;
  /** Run → number of requests in doubt, counted in its journal, since the record may be older. */
  readonly openDoubts: ReadonlyMap<string, number>;
}

/** A run in the form of the history document. */
export function toldRun(run: RunRecord, { locked, undoneBy, openDoubts }: Told): HistoryRun {
  const { id, workspace, environment, tool, digest, manifests, git, by, undoes } = run;
  const { keep_values, durable, ended_at } = run;
  const isOpen = ended_at === undefined;
  const hasEnded = !isOpen && run.interrupted !== true;
  const undone = undoneBy.get(id);
  return {
    id,
    state: hasEnded ? 'ended' : isOpen && locked.has(workspace) ? 'under_way' : 'interrupted',
    workspace,
    environment,
    started_at: instant(run.started_at),
    ended_at: hasEnded ? instant(ended_at) : null,
    by,
    ...(git === undefined ? {} : { git }),
    manifests,
    digest,
    tool,
    ...(undoes === undefined ? {} : { undoes }),
    ...(undone === undefined ? {} : { undone_by: undone }),
    exit: run.exit ?? null,
    summary: run.summary ?? null,
    requests: run.requests ?? null,
    in_doubt: openDoubts.get(id) ?? 0,
    keep_values,
    durable,
  };
}

/** Run → the runs that undid it. */
export function undoneBy(runs: readonly RunRecord[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { id, undoes } of runs)
    if (undoes !== undefined) found.set(undoes, [...(found.get(undoes) ?? []), id]);
  return found;
}

/** ISO 8601 from milliseconds since the epoch. */
export function instant(ms: number): string {
  return new Date(ms).toISOString();
}
