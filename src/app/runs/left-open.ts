import { kindOf } from '../../kinds/index.ts';
import type { Store } from '../../store/store.ts';
import type {
  JournalChange,
  JournalDamage,
  JournalEntry,
  JournalIntent,
  JournalOutcome,
  RunRecord,
} from '../../types/store.ts';
import { isOpenState, LOST_CHANGE, lostRequest, mayLeaveOpen } from './read-journal.ts';

/** A request of which nobody knows whether it took effect. */
export interface OpenRequest {
  readonly intent: JournalIntent;
  /** Of its change, as in the journal. */
  readonly address: string;
  /** When its outcome was recorded, in milliseconds since the epoch; undefined where there is none. */
  readonly endedAt: number | undefined;
}

/** What a run left open, as its journal tells. */
export interface LeftOpen {
  /** In the order in which they were sent. */
  readonly requests: readonly OpenRequest[];
  /** Intercom ids of the people whom the run deleted, or may have. */
  readonly deleted: ReadonlySet<string>;
  /** Whether lines of the journal are missing, repeated, moved or changed. */
  readonly damaged: boolean;
}

/** The requests that Intercom would accept a second time. They are in doubt until it is known what they created. */
export function doubtsIn({ requests }: Pick<LeftOpen, 'requests'>): readonly OpenRequest[] {
  return requests.filter(({ intent }) => intent.unique === false);
}

/**
 * Reads the journal of a run line by line. A run of a million changes may be open: only what is under way at a line is held, so that
 * reading takes no more than the run did. `onOutcome` gets each outcome; what it says was written may be newer than what search
 * shows.
 */
export async function readLeftOpen(
  store: Pick<Store, 'entries'>,
  run: RunRecord,
  onOutcome: (outcome: JournalOutcome) => void = () => {},
): Promise<LeftOpen> {
  const journal = new OpenJournal(run);
  for await (const entry of store.entries(run.id)) {
    if (entry.t === 'outcome') onOutcome(entry);
    journal.take(entry);
  }
  return journal.end();
}

/** A change of which requests may follow. */
interface Begun {
  readonly address: string;
  /** Ids of the people whom it deletes. */
  readonly deletes: readonly string[];
}

class OpenJournal {
  readonly #run: RunRecord;
  readonly #changes = new Map<number, Begun>();
  readonly #requests = new Map<number, OpenRequest>();
  readonly #settled = new Set<number>();
  readonly #deleted = new Set<string>();
  #damaged = false;

  constructor(run: RunRecord) {
    this.#run = run;
  }

  take(entry: JournalEntry | JournalDamage): void {
    switch (entry.t) {
      case 'change':
        this.#changes.set(entry.c, { address: entry.address, deletes: deletedBy(entry) });
        break;
      case 'intent':
        this.#sent(entry);
        break;
      case 'outcome':
        this.#answered(entry);
        break;
      case 'settled':
        this.#settled.add(entry.n);
        break;
      case 'result':
        this.#changes.delete(entry.c);
        break;
      case 'damage':
        this.#damaged = true;
    }
  }

  end(): LeftOpen {
    const sent = [...this.#requests.values()];
    // Stands for those whose lines are lost.
    if (this.#isUnclear)
      sent.push({ intent: lostRequest(this.#run), address: LOST_CHANGE.address, endedAt: undefined });
    const requests = sent.filter(({ intent }) => !this.#settled.has(intent.n));
    return { requests, deleted: this.#deleted, damaged: this.#damaged };
  }

  /** Behind a damage nothing is concluded from an outcome, if something may be open. */
  get #isUnclear(): boolean {
    return this.#damaged && mayLeaveOpen(this.#run);
  }

  #sent(intent: JournalIntent): void {
    const change = this.#changes.get(intent.c);
    for (const id of change?.deletes ?? []) this.#deleted.add(id);
    this.#requests.set(intent.n, { intent, address: change?.address ?? '', endedAt: undefined });
  }

  #answered({ n, state, at }: JournalOutcome): void {
    const request = this.#requests.get(n);
    if (request === undefined) return;
    if (this.#isUnclear || isOpenState(state)) this.#requests.set(n, { ...request, endedAt: at });
    else this.#requests.delete(n);
  }
}

function deletedBy(change: JournalChange): readonly string[] {
  return change.action === 'delete' ? (kindOf(change.kind)?.erases?.(change) ?? []) : [];
}
