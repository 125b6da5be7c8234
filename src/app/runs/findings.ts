import type { Change } from '../../types/change.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { LockOwner, RunRecord } from '../../types/store.ts';
import type { Ports } from '../options.ts';
import { createdKeys, isByEmailOnly } from './created-keys.ts';

/** In every plan of a project with `store: none`. */
export const NO_STORE: Diagnostic = {
  code: 'no-store',
  severity: 'info',
  summary: 'this project keeps no store, so interform does not remember what it wrote',
  detail:
    "Intercom's search shows new leads only after some minutes. An apply that is repeated before that can create them twice. Without a store there is also no lock, no history and no undo",
  help: 'take store: none out of the project file',
};

/**
 * The warning for an apply in CI that has no runs in its store and creates contacts that Intercom would accept twice: the store
 * was probably not handed on. Undefined otherwise.
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
    detail: `this run creates ${contacts} known only by email. If another apply created them within the last minutes, Intercom's search does not show them yet, and this run would create them twice`,
    help: 'pass the store on from run to run, or share a Redis with store: { url_env: … }. The first run of a new store always reports this, once',
  };
}

/** A run that has not ended. `holder`: the owner of the lock, if an apply is under way. */
export function openRun(run: RunRecord, open: number, holder: LockOwner | undefined): Diagnostic {
  if (holder !== undefined) {
    return {
      code: 'apply-under-way',
      severity: 'warning',
      summary: 'another apply to this workspace is running',
      detail: `run ${run.id} of ${holder.by}, since ${instant(holder.since)}; this plan shows what is left at this moment`,
      help: 'plan again when it has ended',
    };
  }
  const requests =
    open === 1
      ? '1 request whose outcome is not known yet'
      : `${open} requests whose outcome is not known yet`;
  return {
    code: 'open-run',
    severity: 'warning',
    summary: 'an earlier apply was interrupted',
    detail: `run ${run.id} of ${run.by.name}, begun ${instant(run.started_at)}, left ${requests}; some of what this plan wants to create may exist already`,
    help: `run interform apply: it first looks for what exists and creates nothing twice; interform history ${run.id} shows what was done`,
  };
}

/** The journal of a run has missing, repeated, moved or changed lines. */
export function damagedRun({ id }: RunRecord): Diagnostic {
  return {
    code: 'store-damaged',
    severity: 'warning',
    summary: `the journal of run ${id} is damaged`,
    detail:
      'lines of it are missing, repeated, moved or changed. interform does not trust the lines after them. Before it creates anybody who is known only by email, it looks for what the run may have created',
    help: `restore the store from a backup if there is one; interform history ${id} shows what can still be read`,
  };
}

/** Search does not show writes to `late` contacts that it should have shown by now; the oldest was sent `ms` ago. */
export function indexBehind(late: number, ms: number): Diagnostic {
  const minutes = Math.max(1, Math.floor(ms / 60_000));
  const contacts = late === 1 ? '1 contact' : `${late} contacts`;
  return {
    code: 'index-behind',
    severity: 'warning',
    summary: "Intercom's search does not show what was written",
    detail: `${contacts}, written up to ${minutes} minutes ago; they are read by id instead, one request each`,
    help: 'nothing is wrong with the plan; if it lasts for hours, ask the support of Intercom why these contacts are missing in search',
  };
}

function instant(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
