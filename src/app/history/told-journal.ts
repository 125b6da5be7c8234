import type { HistoryChange, HistoryDoubt, HistoryMerge, HistoryRequest } from '../../types/history.ts';
import type { JournalChange, JournalIntent, JournalResult } from '../../types/store.ts';
import { openDoubts, openRequests, type ReadJournal } from '../runs/read-journal.ts';
import { instant } from './told-run.ts';

/** The outcome of each change of a run, in plan order. */
export function toldChanges(journal: ReadJournal): readonly HistoryChange[] {
  const intentsOf = new Map<number, JournalIntent[]>();
  for (const intent of journal.intents) {
    const known = intentsOf.get(intent.c);
    if (known === undefined) intentsOf.set(intent.c, [intent]);
    else known.push(intent);
  }
  const open = new Set(openRequests(journal).map(({ c }) => c));
  const changes = [...journal.changes.values()].sort((a, b) => a.c - b.c);
  return changes.map((change): HistoryChange => {
    const { c, address, also, kind, action, id, fields } = change;
    const result = journal.results.get(c);
    const requests = (intentsOf.get(c) ?? []).map((intent) => toldRequest(intent, journal));
    const reason = result?.reason;
    return {
      address,
      also,
      kind,
      action,
      id: result?.id ?? id ?? requests.findLast((one) => one.id !== undefined)?.id ?? null,
      outcome: outcomeOf(result) ?? (open.has(c) ? 'unknown' : 'interrupted'),
      ...(reason === undefined ? {} : { reason }),
      ...(fields === undefined ? {} : { fields }),
      ...(result?.before === undefined ? {} : { before: result.before }),
      ...(result?.erased === undefined ? {} : { erased: result.erased }),
      requests,
    };
  });
}

/** Results count a partly written change as failed; history shows it as interrupted. */
function outcomeOf(result: JournalResult | undefined): HistoryChange['outcome'] | undefined {
  return result?.partly === true ? 'interrupted' : result?.outcome;
}

function toldRequest({ n, at, method, path }: JournalIntent, journal: ReadJournal): HistoryRequest {
  const outcome = journal.outcomes.get(n);
  const settled = journal.settled.get(n);
  const id = outcome?.id ?? settled?.id;
  return {
    at: instant(at),
    method,
    path,
    state: outcome?.state ?? 'unknown',
    ...(id === undefined ? {} : { id }),
    ...(settled === undefined
      ? {}
      : {
          settled: {
            at: instant(settled.at),
            state: settled.state,
            by: settled.by,
            ...(settled.id === undefined ? {} : { id: settled.id }),
          },
        }),
  };
}

/** The merges of a run, in the order in which they were sent. */
export function toldMerges(journal: ReadJournal): readonly HistoryMerge[] {
  return journal.intents.flatMap((intent): HistoryMerge[] => {
    const change = journal.changes.get(intent.c);
    const outcome = journal.outcomes.get(intent.n);
    const isDone = outcome?.state === 'done' || outcome?.state === 'already';
    if (change?.action !== 'merge' || outcome === undefined || !isDone) return [];
    // A merge lists the lead first, then the user (intercom 4.7).
    const [lead, into] = intent.contacts;
    return lead === undefined ? [] : [{ lead, into: into ?? null, at: instant(outcome.at) }];
  });
}

/** The requests that are still in doubt. */
export function toldDoubts(journal: ReadJournal): readonly HistoryDoubt[] {
  return openDoubts(journal).map(({ c, at }) => ({
    address: nameOf(journal.changes.get(c)),
    sent_at: instant(at),
  }));
}

/** A journal always holds the change before its requests. */
function nameOf(change: JournalChange | undefined): string {
  if (change === undefined) throw new Error('the journal holds a request of no change');
  return change.address;
}
