import type { Change } from '../../types/change.ts';
import type { Json } from '../../types/json.ts';
import type { JournalChange, JournalIntent } from '../../types/store.ts';
import type { ReadJournal } from '../runs/read-journal.ts';

/** A change that a run made, or may have made in part. */
export interface MadeChange {
  readonly change: Change;
  readonly id: string;
  readonly unarchived?: Readonly<Record<string, Json>>;
  /** The position in the plan of its run. */
  readonly c: number;
}

/** What a run made, in the order of its plan. Changes for which no request took effect are left out. */
export function madeBy(journal: ReadJournal): readonly MadeChange[] {
  const intents = groupedByChange(journal.intents);
  return [...journal.changes.values()]
    .sort((a, b) => a.c - b.c)
    .flatMap((entry): MadeChange[] => {
      const sent = (intents.get(entry.c) ?? []).filter((intent) => mayHaveWritten(intent, journal));
      const result = journal.results.get(entry.c);
      const id = entry.id ?? createdId(sent, journal) ?? result?.id ?? undefined;
      if (sent.length === 0 || id === undefined || entry.fields === undefined) return [];
      // A create that met somebody else's contact made nothing.
      if (entry.action === 'create' && createdId(sent, journal) === undefined) return [];
      const { before } = result ?? {};
      return [
        { change: changeOf(entry), id, c: entry.c, ...(before === undefined ? {} : { unarchived: before }) },
      ];
    });
}

function groupedByChange(intents: readonly JournalIntent[]): ReadonlyMap<number, readonly JournalIntent[]> {
  const byChange = new Map<number, JournalIntent[]>();
  for (const intent of intents) {
    const others = byChange.get(intent.c);
    if (others === undefined) byChange.set(intent.c, [intent]);
    else others.push(intent);
  }
  return byChange;
}

/** Refused requests wrote nothing, unless the answer showed that something else was kept. */
function mayHaveWritten({ n }: JournalIntent, { outcomes, settled }: ReadJournal): boolean {
  if (settled.get(n)?.state === 'absent') return false;
  const outcome = outcomes.get(n);
  if (outcome?.state === 'failed') return (outcome.writes ?? []).length > 0;
  return outcome?.state !== 'already' && outcome?.state !== 'stale';
}

/** The id that a create of this run brought. */
function createdId(sent: readonly JournalIntent[], { outcomes, settled }: ReadJournal): string | undefined {
  for (const { n, creates } of sent) {
    const id = outcomes.get(n)?.id ?? settled.get(n)?.id;
    if (creates && id !== undefined) return id;
  }
  return undefined;
}

function changeOf({ address, kind, action, id, also, requires, fields, context }: JournalChange): Change {
  return {
    address,
    kind,
    action,
    id,
    requires: requires ?? [],
    irreversible: false,
    reason: '',
    notes: [],
    also,
    fields: fields ?? {},
    source: null,
    ...(context === undefined ? {} : { context }),
  };
}
