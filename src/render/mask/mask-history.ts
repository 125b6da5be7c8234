import type { HistoryChange, HistoryDocument, HistoryRun } from '../../types/history.ts';
import { changeOfHistory } from '../history/history-change.ts';
import type { Mask } from './mask.ts';

/** A history without personal data (design 6.3). */
export function maskHistory(document: HistoryDocument, mask: Mask): HistoryDocument {
  const { store, runs, changes, doubts, resolved } = document;
  const named = <T extends { readonly address: string }>(one: T): T => ({
    ...one,
    address: mask.address(one.address),
  });
  return {
    ...document,
    store: store === null ? null : { ...store, where: mask.text(store.where) },
    runs: runs.map((run) => maskRun(run, mask)),
    ...(changes === undefined ? {} : { changes: changes.map((change) => maskChange(change, mask)) }),
    ...(doubts === undefined ? {} : { doubts: doubts.map(named) }),
    ...(resolved === undefined ? {} : { resolved: resolved.map(named) }),
    diagnostics: document.diagnostics.map(mask.finding),
  };
}

function maskRun(run: HistoryRun, mask: Mask): HistoryRun {
  const { by, git } = run;
  return {
    ...run,
    by: { name: mask.text(by.name), ...(by.job === undefined ? {} : { job: mask.text(by.job) }) },
    ...(git?.branch === undefined ? {} : { git: { ...git, branch: mask.text(git.branch) } }),
  };
}

function maskChange(change: HistoryChange, mask: Mask): HistoryChange {
  const { kind, reason, fields, before, requests } = change;
  const masked = mask.change(changeOfHistory(change));
  return {
    ...change,
    address: masked.address,
    also: masked.also,
    ...(reason === undefined ? {} : { reason: masked.reason }),
    ...(fields === undefined ? {} : { fields: masked.fields }),
    ...(before === undefined
      ? {}
      : {
          before: Object.fromEntries(
            Object.entries(before).map(([path, value]) => [path, mask.value(kind, path, value)]),
          ),
        }),
    requests: requests.map((request) => ({ ...request, path: mask.text(request.path) })),
  };
}
