import type { Change } from '../../types/change.ts';
import type { Json } from '../../types/json.ts';
import type { JournalChange, JournalIntent } from '../../types/store.ts';
import type { ReadJournal } from '../runs/read-journal.ts';

/** A change that a run made, or may have made in part. */
export interface MadeChange {
  readonly change: Change;
  /** Intercom's id of what it is about; undefined where no answer told it. */
  readonly id: string | undefined;
  /**
   * When it was first sent; milliseconds since the epoch. Given for a create of which no answer says that it was this run's:
   * what is there counts as created by it only where it came into being since.
   */
  readonly since?: number;
  /** The live values that an unarchive met: the create brought an archived object back. */
  readonly unarchived?: Readonly<Record<string, Json>>;
  /** Whether it asked for somebody to come back from the archive. */
  readonly askedBack: boolean;
  /** The position in the plan of its run. */
  readonly c: number;
}

/**
 * What a run made, in the order of its plan. Changes for which no request took effect are left out.
 *
 *     a create whose answer     counts
 *     brought an id             as made
 *     was lost, or never came   as made, where what is there came into being since
 *     refused it                as not made
 */
export function madeBy(journal: ReadJournal): readonly MadeChange[] {
  const intents = groupedByChange(journal.intents);
  return [...journal.changes.values()]
    .sort((a, b) => a.c - b.c)
    .flatMap((entry): MadeChange[] => {
      const sent = (intents.get(entry.c) ?? []).filter((intent) => mayHaveWritten(intent, journal));
      const [first] = sent;
      if (first === undefined || entry.fields === undefined) return [];
      const { before } = journal.results.get(entry.c) ?? {};
      const made = {
        change: changeOf(entry),
        askedBack: sent.some(({ path }) => path.endsWith('/unarchive')),
        c: entry.c,
        ...(before === undefined ? {} : { unarchived: before }),
      };
      if (entry.id !== null) return [{ ...made, id: entry.id }];
      const creates = sent.filter((intent) => intent.creates);
      const id = creates.map((intent) => idOf(intent, journal)).find((one) => one !== undefined);
      if (creates.length === 0) return [];
      return creates.some((intent) => isAnswered(intent, journal))
        ? [{ ...made, id }]
        : [{ ...made, id, since: first.at }];
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

/**
 * Refused requests wrote nothing, unless the answer showed that something else was kept. What was there already when a change
 * was written is not the run's, but for a create: the answer to its first try may have been lost.
 */
function mayHaveWritten({ n, creates }: JournalIntent, { outcomes, settled }: ReadJournal): boolean {
  if (settled.get(n)?.state === 'absent') return false;
  const outcome = outcomes.get(n);
  if (outcome?.state === 'failed') return outcome.writes !== undefined;
  if (outcome?.state === 'already') return creates;
  return outcome?.state !== 'stale';
}

/** Whether an answer, or a person who looked, says that this run created it. */
function isAnswered({ n }: JournalIntent, { outcomes, settled }: ReadJournal): boolean {
  const { state, id } = outcomes.get(n) ?? {};
  return (state === 'done' && id !== undefined) || settled.get(n)?.state === 'done';
}

function idOf({ n }: JournalIntent, { outcomes, settled }: ReadJournal): string | undefined {
  return outcomes.get(n)?.id ?? settled.get(n)?.id;
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
