import type { Kept } from '../../types/keeping.ts';
import type { Level } from '../../types/step.ts';
import type { Works } from '../intake.ts';
import type { Run } from '../run.ts';
import type { ApplyKind, Work } from '../work.ts';
import type { Bulk } from './bulk.ts';
import type { BulkGroup } from './bulk-group.ts';
import { sendBulk } from './bulk-send.ts';
import { UNREAD } from './judging.ts';
import { ReadBack } from './read-back.ts';

/** Bulk requests under way at a time. */
const MOST_SENDING = 8;
/** Changes that may wait to go on by themselves, before no more are read back. */
const MOST_RETURNED = 500;

export interface BulkWorksOptions {
  readonly run: Run;
  /** The changes of a wave. */
  readonly works: Works;
  readonly bulk: Bulk;
  readonly kindOf: ReadonlyMap<string, ApplyKind>;
  /** The level of the wave. */
  readonly level: Level;
}

/**
 * Takes the changes that can be made by the hundred out of a wave, makes them so, and gives back what is left to do of them.
 *
 *     works ─┬─ others ────────────────────────────────────────────────▶ works
 *            └─ 100 a request ─▶ job ─▶ read back ─┬─ what is missing ─▲
 *                                                  └─ ended
 */
export class BulkWorks implements Works {
  readonly #options: BulkWorksOptions;
  readonly #back: ReadBack;
  readonly #groups: Kept<BulkGroup>;
  /** Changes for the next request. */
  #gathered: Work[] = [];
  /** Changes that go on by themselves. */
  readonly #returned: Work[] = [];
  /** Whether the next change is waited for. */
  #isComing = false;
  #innerEnded = false;
  #sending = 0;
  #failure: { readonly error: unknown } | undefined;
  readonly #waiting: (() => void)[] = [];

  constructor(options: BulkWorksOptions) {
    this.#options = options;
    const { run, bulk, kindOf } = options;
    this.#groups = bulk.keep<BulkGroup>();
    this.#back = new ReadBack({
      ...{ run, bulk, kindOf, groups: this.#groups },
      mayGrow: () => !this.#innerEnded || this.#sending > 0 || this.#gathered.length > 0,
      onward: (work) => {
        this.#returned.push(work);
        this.#changed();
      },
      room: async () => {
        while (this.#returned.length > MOST_RETURNED && run.stopped === undefined) await this.#change();
      },
      onIdle: () => this.#changed(),
    });
  }

  get begun(): Promise<void> {
    return this.#options.works.begun;
  }

  next(): Work | undefined | Promise<Work | undefined> {
    const { bulk, works } = this.#options;
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure.error;
      const returned = this.#returned.shift();
      if (returned !== undefined) {
        if (this.#returned.length === MOST_RETURNED) this.#changed();
        return returned;
      }
      const isFull = this.#gathered.length >= bulk.most;
      if (isFull || (this.#innerEnded && this.#gathered.length > 0)) {
        if (this.#sending >= MOST_SENDING) return this.#later();
        this.#start(this.#gathered.splice(0, bulk.most));
        continue;
      }
      if (this.#innerEnded) return this.#sending > 0 || this.#back.isBusy ? this.#later() : undefined;
      if (this.#isComing) return this.#later();
      const work = works.next();
      if (work instanceof Promise) this.#await(work);
      else if (work === undefined) this.#endInner();
      else if (bulk.takes(work)) this.#gathered.push(work);
      else return work;
    }
  }

  #await(coming: Promise<Work | undefined>): void {
    this.#isComing = true;
    coming
      .then((work) => {
        if (work === undefined) this.#endInner();
        else if (this.#options.bulk.takes(work)) this.#gathered.push(work);
        else this.#returned.push(work);
      })
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#isComing = false;
        this.#changed();
      });
  }

  /** Resolves when nothing of it is under way: all is read back, or the run was stopped. */
  async end(): Promise<void> {
    // Where the run was stopped, these were never sent.
    this.#gathered = [];
    this.#endInner();
    this.#changed();
    while (this.#sending > 0 || this.#back.isBusy) await this.#change();
    this.#groups.close();
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #endInner(): void {
    this.#innerEnded = true;
    this.#back.wake();
  }

  async #later(): Promise<Work | undefined> {
    await this.#change();
    return this.next();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #changed(): void {
    for (const go of this.#waiting.splice(0)) go();
  }

  #start(works: readonly Work[]): void {
    if (this.#options.bulk.isOff) {
      this.#returned.push(...works);
      return;
    }
    this.#sending += 1;
    this.#send(works)
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#sending -= 1;
        this.#back.wake();
        this.#changed();
      });
  }

  async #send(works: readonly Work[]): Promise<void> {
    const { run, bulk, level } = this.#options;
    const { group, sent = [], again = [], alone = [] } = await sendBulk(run, bulk, works, level);
    if (group !== undefined) this.#keep(group, sent);
    this.#gathered.unshift(...again);
    this.#returned.push(...alone);
  }

  /** What cannot be kept is not read back. */
  #keep(group: BulkGroup, sent: readonly Work[]): void {
    const { run } = this.#options;
    try {
      this.#groups.add(group, this.#groups.length);
      for (const work of sent) run.leave(work);
    } catch (failure) {
      run.crash(failure);
      for (const work of sent) run.finish(work, 'unknown', { reason: UNREAD });
    }
  }
}
