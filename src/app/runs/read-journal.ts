import type { Store } from '../../store/store.ts';
import type {
  JournalChange,
  JournalIntent,
  JournalOutcome,
  JournalResult,
  JournalSettled,
  RunRecord,
} from '../../types/store.ts';

/** The journal of one run, sorted. */
export interface ReadJournal {
  readonly changes: ReadonlyMap<number, JournalChange>;
  /** In the order in which they were sent. */
  readonly intents: readonly JournalIntent[];
  readonly outcomes: ReadonlyMap<number, JournalOutcome>;
  readonly results: ReadonlyMap<number, JournalResult>;
  readonly settled: ReadonlyMap<number, JournalSettled>;
  /** Requests of which nothing is concluded, because lines before what is known of them are lost. */
  readonly unclear: ReadonlySet<number>;
  /** Whether the run said that it ended. */
  readonly ended: boolean;
  /** Whether lines of it are gone, doubled, moved or changed. */
  readonly damaged: boolean;
}

/** What stands for requests whose lines are lost, in the numbers of requests and changes. */
const LOST = -1;
const LOST_CHANGE: JournalChange = {
  t: 'change',
  c: LOST,
  address: 'lost/requests',
  also: [],
  kind: 'contact',
  action: 'create',
  id: null,
};

/**
 * Reads the journal of a run. Where it is damaged and requests of it may be open, all is in doubt that stands behind the damage, and
 * one request more, which may be about anybody.
 */
export async function readJournal(store: Pick<Store, 'entries'>, run: RunRecord): Promise<ReadJournal> {
  const changes = new Map<number, JournalChange>();
  const intents: JournalIntent[] = [];
  const outcomes = new Map<number, JournalOutcome>();
  const results = new Map<number, JournalResult>();
  const settled = new Map<number, JournalSettled>();
  const unclear = new Set<number>();
  const mayBeOpen = run.ended_at === undefined || run.in_doubt !== undefined;
  let ended = false;
  let damaged = false;
  for await (const entry of store.entries(run.id)) {
    if (damaged && mayBeOpen && (entry.t === 'intent' || entry.t === 'outcome')) unclear.add(entry.n);
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
        break;
      case 'damage':
        damaged = true;
    }
  }
  if (damaged && mayBeOpen) {
    changes.set(LOST, LOST_CHANGE);
    intents.push(lostRequest(run));
  }
  return { changes, intents, outcomes, results, settled, unclear, ended, damaged };
}

function lostRequest({ started_at }: RunRecord): JournalIntent {
  return {
    t: 'intent',
    n: LOST,
    c: LOST,
    at: started_at,
    level: 'people',
    method: 'POST',
    path: '/contacts',
    creates: true,
    unique: false,
    contacts: [],
  };
}

/** Requests of which is not known whether Intercom took them. */
export function openRequests({ intents, outcomes, settled, unclear }: ReadJournal): readonly JournalIntent[] {
  return intents.filter(({ n }) => {
    const state = unclear.has(n) ? 'unknown' : outcomes.get(n)?.state;
    return (state === undefined || state === 'unknown') && !settled.has(n);
  });
}

/** Those of them that nothing would refuse a second time: they are in doubt until it is known what they made. */
export function openDoubts(journal: ReadJournal): readonly JournalIntent[] {
  return openRequests(journal).filter(({ unique }) => unique === false);
}
