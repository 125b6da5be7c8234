import type { DoubtName, InDoubt } from '../../apply/in-doubt.ts';
import type { KeyedHash } from '../../store/keyed-hash.ts';
import type { RecentWrites } from '../../store/recent-writes.ts';
import type { Store } from '../../store/store.ts';
import type { Change } from '../../types/change.ts';
import type { IntercomReader } from '../../types/intercom.ts';
import type { JournalSettled } from '../../types/store.ts';
import { createdKeys, isByEmailOnly } from './created-keys.ts';
import { recordSettled } from './record-settled.ts';
import type { Doubt } from './remembered.ts';
import { keyHash, showsWrite } from './shown.ts';

/**
 * How much later than a request another one must have been sent so that search, which shows it, must show the first as well:
 * Intercom may take a moment to work on what it got.
 */
const APART_MS = 1_000;
/** Writes that search is asked for at a time: the filters of one group (api.md 4.6.2). */
const PROBES = 15;

export interface DoubtOptions {
  readonly doubts: readonly Doubt[];
  readonly recent: RecentWrites;
  readonly hash: KeyedHash;
  /** Search as it is, nothing laid over it. */
  readonly reader: Pick<IntercomReader, 'contacts'>;
  /** After this search shows what was written before; milliseconds. */
  readonly indexLagMs: number;
  readonly now: () => number;
}

/** What is known of the creates that interrupted runs left in doubt. */
export class Doubts implements InDoubt {
  readonly settledNow: { readonly doubt: Doubt; readonly entry: JournalSettled }[] = [];
  readonly #options: DoubtOptions;
  readonly #open: Set<Doubt>;
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
    for (const doubt of this.#of(change)) this.#settle(doubt, id);
  }

  /** Settles what no change of this plan asks for, where search must show it by now: a plan then sees it without help. */
  async settleRest(): Promise<void> {
    for (const doubt of this.open) if (await this.#isPast(doubt)) this.#settle(doubt, undefined);
  }

  /** Writes what was settled into the journals of the runs that had left it open. */
  async record(store: Store): Promise<void> {
    const byRun = new Map<string, JournalSettled[]>();
    for (const { doubt, entry } of this.settledNow)
      byRun.set(doubt.run, [...(byRun.get(doubt.run) ?? []), entry]);
    for (const [id, entries] of byRun) await recordSettled(store, id, entries);
  }

  #settle(doubt: Doubt, id: string | undefined): void {
    if (!this.#open.delete(doubt)) return;
    const { now } = this.#options;
    this.settledNow.push({
      doubt,
      entry: {
        t: 'settled',
        n: doubt.n,
        at: now(),
        state: id === undefined ? 'absent' : 'done',
        ...(id === undefined ? {} : { id }),
        by: 'reading',
      },
    });
  }

  /** The doubts about who this change creates. */
  #of(change: Change): readonly Doubt[] {
    if (this.#open.size === 0) return [];
    const keys = createdKeys(change);
    if (!isByEmailOnly(keys)) return [];
    const hashes = new Set(keys.map((key) => keyHash(key, this.#options.hash)));
    return [...this.#open].filter(
      (doubt) => doubt.keys === undefined || doubt.keys.some((key) => hashes.has(key)),
    );
  }

  async #isPast({ since }: Doubt): Promise<boolean> {
    const { now, indexLagMs, recent } = this.#options;
    if (now() - since >= indexLagMs || recent.shownUpTo >= since + APART_MS) return true;
    await this.#probe(since + APART_MS);
    return recent.shownUpTo >= since + APART_MS;
  }

  /** Asks search for a few later writes; one question serves all who ask at the same time. */
  #probe(from: number): Promise<void> {
    const at = this.#options.now();
    if (this.#probed?.at === at) return this.#probed.answer;
    const answer = this.#look(from);
    this.#probed = { at, answer };
    return answer;
  }

  async #look(from: number): Promise<void> {
    const { recent, reader, hash } = this.#options;
    // The earliest that are late enough are shown first.
    const later = [...recent.all()]
      .filter((write) => write.state === 'live' && write.unsure !== true && write.at >= from)
      .sort((a, b) => a.at - b.at)
      .slice(0, PROBES);
    if (later.length === 0) return;
    const { contacts } = await reader.contacts(later.map(({ contact }) => ({ field: 'id', value: contact })));
    for (const row of contacts) {
      const write = recent.of(row.id);
      if (write !== undefined && showsWrite(row, write, hash)) recent.shown(row.id);
    }
  }
}
