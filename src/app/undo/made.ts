import type { Change } from '../../types/change.ts';
import type { Json } from '../../types/json.ts';
import type { JournalChange, JournalIntent } from '../../types/store.ts';
import type { ReadJournal } from '../runs/read-journal.ts';

/** A change that a run made, or may have made in part. */
export interface MadeChange {
  readonly change: Change;
  /** Intercom's id of the item; undefined where no answer contained it. */
  readonly id: string | undefined;
  /**
   * When the create was first sent, in milliseconds since the epoch. Only where no answer says that the run created it: then a
   * live item counts as created by the run only if it is not older.
   */
  readonly since?: number;
  /** For a contact that was unarchived because it is declared: the values that it found there. */
  readonly unarchived?: Readonly<Record<string, Json>>;
  /** Whether the run sent an unarchive. */
  readonly askedBack: boolean;
  /** Position of the change in the plan of the run. */
  readonly c: number;
}

/**
 * What a run made, in plan order. Changes of which no request took effect are left out. A create counts according to its
 * answer:
 *
 *     the answer brought an id     made
 *     no answer, or it was lost    made, if the live item is not older than the request
 *     refused                      not made
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
 * A refused request wrote nothing, unless its answer shows that Intercom kept another value. `already` means that the state was
 * not the run's doing, except for a create, whose first attempt may have lost its answer.
 */
function mayHaveWritten({ n, creates }: JournalIntent, { outcomes, settled }: ReadJournal): boolean {
  if (settled.get(n)?.state === 'absent') return false;
  const outcome = outcomes.get(n);
  if (outcome?.state === 'failed') return outcome.writes !== undefined;
  if (outcome?.state === 'already') return creates;
  return outcome?.state !== 'stale';
}

/** Whether an answer, or somebody who looked, says that this run created it. */
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
