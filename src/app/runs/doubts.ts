import type { DoubtName, InDoubt } from '../../apply/in-doubt.ts';
import type { WireContact } from '../../kinds/people/wire-contact.ts';
import type { PeopleCalls } from '../../kinds/people-calls.ts';
import type { KeyedHash } from '../../store/keyed-hash.ts';
import type { Store } from '../../store/store.ts';
import type { Change } from '../../types/change.ts';
import type { JournalSettled, RecentWrite } from '../../types/store.ts';
import { createdKeys, isByEmailOnly } from './created-keys.ts';
import type { RecentWrites } from './recent-writes.ts';
import { recordSettled } from './record-settled.ts';
import type { Doubt } from './remembered.ts';
import { keyHash, showsWrite } from './shown.ts';

/**
 * If search shows a request that was sent this much later than another one, it must show the other one too. The margin is the
 * time that Intercom may take to process a request.
 */
const APART_MS = 1_000;
/**
 * How far the clocks of this machine and of Intercom may differ, when comparing the creation of a contact with the time of a
 * request.
 */
const CLOCKS_APART_MS = 60_000;
/** How many writes one search can ask for: the filters of one group (intercom 4.6.2). */
const PROBES = 15;

export interface DoubtOptions {
  readonly doubts: readonly Doubt[];
  readonly recent: RecentWrites;
  readonly hash: KeyedHash;
  /** Search without recent writes laid over it. */
  readonly reader: Pick<PeopleCalls, 'contacts'>;
  /** After this many milliseconds search shows what was written before. */
  readonly indexLagMs: number;
  readonly now: () => number;
}

/** The creates that interrupted runs left in doubt, and what is known about them. */
export class Doubts implements InDoubt {
  readonly settledNow: { readonly doubt: Doubt; readonly entry: JournalSettled }[] = [];
  readonly #options: DoubtOptions;
  readonly #open: Set<Doubt>;
  /** Doubt → id of a contact that was read and fits it. */
  readonly #seen = new Map<Doubt, string>();
  #probed: { readonly at: number; readonly answer: Promise<void> } | undefined;

  constructor(options: DoubtOptions) {
    this.#options = options;
    this.#open = new Set(options.doubts);
  }

  get open(): readonly Doubt[] {
    return [...this.#open];
  }

  doubtOf(change: Change): DoubtName | undefined {
    return this.#of(change)[0];
  }

  async isOver(change: Change): Promise<boolean> {
    const over = await Promise.all(this.#of(change).map((doubt) => this.#isPast(doubt)));
    return over.every(Boolean);
  }

  settled(change: Change, id: string | undefined): void {
    for (const doubt of this.#of(change)) {
      // A doubt without keys may be about any contact, so the existence of this one does not settle it.
      if (id === undefined) this.#settle(doubt, 'absent');
      else if (doubt.keys !== undefined) this.#settle(doubt, 'done', id);
    }
  }

  /**
   * A reader that notices in answers the contacts that doubts are about. A plan that sees such a contact has no create for it,
   * so nothing else would settle the doubt.
   */
  watching<R extends PeopleCalls>(reader: R): R {
    const contacts: R['contacts'] = async (keys, options) => {
      const { onRows } = options ?? {};
      const noticing = (rows: readonly WireContact[]) => {
        for (const row of rows) this.#notice(row);
        onRows?.(rows);
      };
      const found = await reader.contacts(
        keys,
        onRows === undefined ? options : { ...options, onRows: noticing },
      );
      for (const row of found.contacts) this.#notice(row);
      return found;
    };
    return this.#open.size === 0 ? reader : { ...reader, contacts };
  }

  /**
   * Settles the doubts that no change of this plan is about: as done where the contact was seen, as unsought where search would
   * show it by now and nobody looked it up.
   */
  async settleRest(): Promise<void> {
    for (const doubt of this.open) {
      const id = this.#seen.get(doubt);
      if (id !== undefined) this.#settle(doubt, 'done', id);
      else if (await this.#isPast(doubt)) this.#settle(doubt, 'unsought');
    }
  }

  /** Records what was settled in the journals of the runs that had left it open. */
  async record(store: Store): Promise<void> {
    const byRun = new Map<string, JournalSettled[]>();
    for (const { doubt, entry } of this.settledNow)
      byRun.set(doubt.run, [...(byRun.get(doubt.run) ?? []), entry]);
    for (const [id, entries] of byRun) await recordSettled(store, id, entries);
  }

  #notice({ id, role, email, external_id, created_at }: WireContact): void {
    if (!email || (role === 'user' && external_id)) return;
    const key = keyHash({ field: 'email', value: email }, this.#options.hash);
    for (const doubt of this.#open) {
      const isOfTheTime = created_at * 1000 >= doubt.at - CLOCKS_APART_MS;
      if (isOfTheTime && doubt.keys?.includes(key) && !this.#seen.has(doubt)) this.#seen.set(doubt, id);
    }
  }

  #settle(doubt: Doubt, state: JournalSettled['state'], id?: string): void {
    if (!this.#open.delete(doubt)) return;
    const { now } = this.#options;
    this.settledNow.push({
      doubt,
      entry: {
        t: 'settled',
        n: doubt.n,
        at: now(),
        state,
        ...(id === undefined ? {} : { id }),
        by: 'reading',
      },
    });
  }

  /** The doubts that may be about the contact that this change creates. */
  #of(change: Change): readonly Doubt[] {
    if (this.#open.size === 0) return [];
    const keys = createdKeys(change);
    if (!isByEmailOnly(keys)) return [];
    const hashes = new Set(keys.map((key) => keyHash(key, this.#options.hash)));
    return [...this.#open].filter(
      (doubt) => doubt.keys === undefined || doubt.keys.some((key) => hashes.has(key)),
    );
  }

  /**
   * Whether search must show by now what may have been created:
   *
   *     it shows a later write                                     yes
   *     it lacks a write that is older than the index lag          no: it lags more than usual
   *     neither                                                    once the index lag has passed
   */
  async #isPast({ since }: Doubt): Promise<boolean> {
    const { now, indexLagMs, recent } = this.#options;
    const from = since + APART_MS;
    if (recent.shownUpTo >= from) return true;
    await this.#probe(from);
    if (recent.shownUpTo >= from) return true;
    return now() - since >= indexLagMs && !(await this.#isBehind());
  }

  /** Looks up a few later writes. Callers at the same time share one request. */
  #probe(from: number): Promise<void> {
    const at = this.#options.now();
    if (this.#probed?.at === at) return this.#probed.answer;
    const answer = this.#look((write) => write.at >= from).then(() => {});
    this.#probed = { at, answer };
    return answer;
  }

  async #isBehind(): Promise<boolean> {
    const { recent, now, indexLagMs } = this.#options;
    const due = await this.#look((write) => now() - write.at >= indexLagMs);
    return due.some(({ contact }) => recent.has(contact));
  }

  /** Looks up the earliest of these writes, which search shows first, and returns them. */
  async #look(isWanted: (write: RecentWrite) => boolean): Promise<readonly RecentWrite[]> {
    const { recent, reader, hash } = this.#options;
    let wanted: readonly RecentWrite[] = [];
    for (const write of recent.all())
      if (write.state === 'live' && write.unsure !== true && isWanted(write))
        wanted = earliest(wanted, write);
    if (wanted.length === 0) return [];
    const { contacts } = await reader.contacts(
      wanted.map(({ contact }) => ({ field: 'id', value: contact })),
    );
    for (const row of contacts) {
      const write = recent.of(row.id);
      if (write !== undefined && showsWrite(row, write, hash)) recent.shown(row.id);
    }
    return wanted;
  }
}

/** At most PROBES writes, the earliest first, with one more among them. */
function earliest(writes: readonly RecentWrite[], more: RecentWrite): readonly RecentWrite[] {
  const last = writes.at(-1);
  if (writes.length === PROBES && last !== undefined && last.at <= more.at) return writes;
  return [...writes, more].sort((a, b) => a.at - b.at).slice(0, PROBES);
}
