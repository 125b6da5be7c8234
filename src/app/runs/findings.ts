import type { Change } from '../../types/change.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { LockOwner, RecentWrite, RunRecord } from '../../types/store.ts';
import type { Ports } from '../options.ts';
import { createdKeys, isByEmailOnly } from './created-keys.ts';

/** Said in every plan of a project that wants no store. */
export const NO_STORE: Diagnostic = {
  code: 'no-store',
  severity: 'info',
  summary: 'this project keeps no store, so interform does not remember what it wrote',
  detail:
    'an apply that is repeated within the minutes that the search of Intercom lags behind can create leads twice; there is no lock, no history and no undo',
  help: 'take store: none out of the project file',
};

/**
 * An apply of a pipeline that would create what nothing refuses a second time, and whose store remembers no earlier run: it was not
 * handed on. Undefined where that is not so.
 */
export function noRecentStore(
  changes: Iterable<Change>,
  { knowsRuns, env }: { readonly knowsRuns: boolean; readonly env: Ports['env'] },
): Diagnostic | undefined {
  if (knowsRuns || (env['CI'] ?? '') === '') return undefined;
  let count = 0;
  for (const change of changes) if (isByEmailOnly(createdKeys(change))) count += 1;
  if (count === 0) return undefined;
  const contacts = count === 1 ? '1 contact that is' : `${count} contacts that are`;
  return {
    code: 'no-recent-store',
    severity: 'warning',
    summary: 'the store of an earlier run is not here',
    detail: `this run creates ${contacts} known by email only; had an apply run within the last minutes, search would not show yet what it made, and it would be made twice`,
    help: 'hand the store on from run to run, or share a Redis with store: { url_env: … }; the first run of a new store says this once',
  };
}

/** A run that did not end. */
export function openRun(run: RunRecord, open: number, holder: LockOwner | undefined): Diagnostic {
  if (holder !== undefined) {
    return {
      code: 'apply-under-way',
      severity: 'warning',
      summary: 'an apply to this workspace is under way',
      detail: `run ${run.id} of ${holder.by}, since ${instant(holder.since)}; this plan shows what is left at this moment`,
      help: 'plan again when it has ended',
    };
  }
  const requests =
    open === 1
      ? '1 request of which nobody knows yet whether it took effect'
      : `${open} requests of which nobody knows yet whether they took effect`;
  return {
    code: 'open-run',
    severity: 'warning',
    summary: 'an earlier apply was interrupted',
    detail: `run ${run.id} of ${run.by.name}, begun ${instant(run.started_at)}, left ${requests}; what this plan wants to create may be there already`,
    help: `run interform apply: it first looks what is there, and makes nothing twice; interform history ${run.id} shows what was done`,
  };
}

/** A run whose journal lost lines, or holds them doubled, moved or changed. */
export function damagedRun({ id }: RunRecord): Diagnostic {
  return {
    code: 'store-damaged',
    severity: 'warning',
    summary: `the journal of run ${id} is damaged`,
    detail:
      'lines of it are gone, doubled, moved or changed; nothing is concluded from what stands behind them, so what the run may have created is looked for before anybody known by email only is created',
    help: `bring the store back from a copy where there is one; interform history ${id} shows what can still be read`,
  };
}

/** Search that has not shown writes for longer than it should take. */
export function indexBehind(late: readonly RecentWrite[], now: number): Diagnostic {
  const oldest = Math.min(...late.map(({ at }) => at));
  const minutes = Math.max(1, Math.floor((now - oldest) / 60_000));
  const contacts = late.length === 1 ? '1 contact' : `${late.length} contacts`;
  return {
    code: 'index-behind',
    severity: 'warning',
    summary: 'the search of Intercom does not show what was written',
    detail: `${contacts}, written up to ${minutes} minutes ago; they are read by id instead, one request each`,
    help: 'nothing is wrong with the plan; if it lasts for hours, ask the support of Intercom why these contacts are missing in search',
  };
}

function instant(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
