import type { Store } from '../../store/store.ts';
import type {
  JournalChange,
  JournalIntent,
  JournalOutcome,
  JournalResult,
  JournalSettled,
  RunRecord,
} from '../../types/store.ts';

/** The entries of a run's journal by type. Keys are the numbers of changes and requests. */
export interface ReadJournal {
  readonly changes: ReadonlyMap<number, JournalChange>;
  /** In the order in which they were sent. */
  readonly intents: readonly JournalIntent[];
  readonly outcomes: ReadonlyMap<number, JournalOutcome>;
  readonly results: ReadonlyMap<number, JournalResult>;
  readonly settled: ReadonlyMap<number, JournalSettled>;
  /** Requests whose state is not known, because lines before their entries are lost. */
  readonly unclear: ReadonlySet<number>;
  /** Whether the journal has its end. */
  readonly ended: boolean;
  /** Whether lines are missing, repeated, moved or changed. */
  readonly damaged: boolean;
}

/** The number of a made-up request that stands for requests whose lines are lost, and of its change. */
const LOST = -1;
export const LOST_CHANGE: JournalChange = {
  t: 'change',
  c: LOST,
  address: 'lost/requests',
  also: [],
  kind: 'contact',
  action: 'create',
  id: null,
};

/**
 * Reads the journal of a run. If it is damaged and requests may be open, everything after the damage is in doubt. One more
 * request is added, which stands for lost ones and may be about any contact.
 */
export async function readJournal(store: Pick<Store, 'entries'>, run: RunRecord): Promise<ReadJournal> {
  const changes = new Map<number, JournalChange>();
  const intents: JournalIntent[] = [];
  const outcomes = new Map<number, JournalOutcome>();
  const results = new Map<number, JournalResult>();
  const settled = new Map<number, JournalSettled>();
  const unclear = new Set<number>();
  const mayBeOpen = mayLeaveOpen(run);
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

/** Stands for the requests of a run whose lines are lost. */
export function lostRequest({ started_at }: RunRecord): JournalIntent {
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

/** Whether requests of a run may have no known outcome. */
export function mayLeaveOpen({ ended_at, in_doubt }: RunRecord): boolean {
  return ended_at === undefined || in_doubt !== undefined;
}

/** Whether a request with this outcome may or may not have taken effect. */
export function isOpenState(state: JournalOutcome['state'] | undefined): boolean {
  return state === undefined || state === 'unknown';
}

/** Requests of which nobody knows whether they took effect. */
export function openRequests({ intents, outcomes, settled, unclear }: ReadJournal): readonly JournalIntent[] {
  return intents.filter(({ n }) => {
    const state = unclear.has(n) ? 'unknown' : outcomes.get(n)?.state;
    return isOpenState(state) && !settled.has(n);
  });
}

/** The open requests that Intercom would accept a second time. They are in doubt until it is known what they created. */
export function openDoubts(journal: ReadJournal): readonly JournalIntent[] {
  return openRequests(journal).filter(({ unique }) => unique === false);
}
