import type {
  JournalChange,
  JournalEntry,
  JournalIntent,
  JournalOutcome,
  JournalResult,
  JournalSettled,
} from '../../types/store.ts';

/** The journal of one run, sorted. */
export interface ReadJournal {
  readonly changes: ReadonlyMap<number, JournalChange>;
  /** In the order in which they were sent. */
  readonly intents: readonly JournalIntent[];
  readonly outcomes: ReadonlyMap<number, JournalOutcome>;
  readonly results: ReadonlyMap<number, JournalResult>;
  readonly settled: ReadonlyMap<number, JournalSettled>;
  /** Whether the run said that it ended. */
  readonly ended: boolean;
}

export async function readJournal(entries: AsyncIterable<JournalEntry>): Promise<ReadJournal> {
  const changes = new Map<number, JournalChange>();
  const intents: JournalIntent[] = [];
  const outcomes = new Map<number, JournalOutcome>();
  const results = new Map<number, JournalResult>();
  const settled = new Map<number, JournalSettled>();
  let ended = false;
  for await (const entry of entries) {
    switch (entry.t) {
      case 'run':
        break;
      case 'change':
        changes.set(entry.c, entry);
        break;
      case 'intent':
        intents.push(entry);
        break;
      case 'outcome':
        outcomes.set(entry.n, entry);
        break;
      case 'result':
        results.set(entry.c, entry);
        break;
      case 'settled':
        settled.set(entry.n, entry);
        break;
      case 'end':
        ended = true;
    }
  }
  return { changes, intents, outcomes, results, settled, ended };
}

/** Requests of which is not known whether Intercom took them. */
export function openRequests({ intents, outcomes, settled }: ReadJournal): readonly JournalIntent[] {
  return intents.filter(({ n }) => {
    const state = outcomes.get(n)?.state;
    return (state === undefined || state === 'unknown') && !settled.has(n);
  });
}

/** Those of them that nothing would refuse a second time: they are in doubt until it is known what they made. */
export function openDoubts(journal: ReadJournal): readonly JournalIntent[] {
  return openRequests(journal).filter(({ unique }) => unique === false);
}
