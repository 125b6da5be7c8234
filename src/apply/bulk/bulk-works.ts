import { isIntercomFailure } from '../../types/intercom.ts';
import type { Json } from '../../types/json.ts';
import type { Kept } from '../../types/keeping.ts';
import type { BulkJob } from '../../types/kind/bulk-creating.ts';
import { isStoreFailure } from '../../types/store.ts';
import type { Works } from '../intake.ts';
import { stopOf } from '../refused-token.ts';
import type { Run } from '../run.ts';
import type { ApplyKind, Work } from '../work.ts';
import type { Bulk } from './bulk.ts';
import { type BulkGroup, type BulkMember, sharedStep } from './bulk-group.ts';
import { ReadBack } from './read-back.ts';

/** Bulk requests under way at a time. */
const MOST_SENDING = 8;
/** Changes that may wait to go on by themselves, before no more are read back. */
const MOST_RETURNED = 500;
/** Intercom's clock may differ from ours by this many seconds, where no answer told its time. */
const CLOCK_TOLERANCE_S = 300;

/**
 * Takes the changes that can be made by the hundred out of a wave, makes them so, and gives back what is left to do of them.
 *
 *     works ─┬─ others ────────────────────────────────────────────────▶ works
 *            └─ 100 a request ─▶ job ─▶ read back ─┬─ what is missing ─▲
 *                                                  └─ ended
 */
export class BulkWorks implements Works {
  readonly #run: Run;
  readonly #inner: Works;
  readonly #bulk: Bulk;
  readonly #back: ReadBack;
  readonly #groups: Kept<BulkGroup>;
  /** Changes for the next request. */
  #gathered: Work[] = [];
  /** Changes that go on by themselves. */
  readonly #returned: Work[] = [];
  #innerEnded = false;
  #sending = 0;
  #failure: { readonly error: unknown } | undefined;
  readonly #waiting: (() => void)[] = [];

  constructor(run: Run, inner: Works, bulk: Bulk, kindOf: ReadonlyMap<string, ApplyKind>) {
    this.#run = run;
    this.#inner = inner;
    this.#bulk = bulk;
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

  next(): Work | undefined | Promise<Work | undefined> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure.error;
      const returned = this.#returned.shift();
      if (returned !== undefined) {
        if (this.#returned.length === MOST_RETURNED) this.#changed();
        return returned;
      }
      const isFull = this.#gathered.length >= this.#bulk.most;
      if (isFull || (this.#innerEnded && this.#gathered.length > 0)) {
        if (this.#sending >= MOST_SENDING) return this.#later();
        this.#start(this.#gathered.splice(0, this.#bulk.most));
        continue;
      }
      if (this.#innerEnded) return this.#sending > 0 || this.#back.isBusy ? this.#later() : undefined;
      const work = this.#inner.next();
      if (work instanceof Promise) throw new Error('the changes of a wave are there at once');
      if (work === undefined) this.#endInner();
      else if (this.#takes(work)) this.#gathered.push(work);
      else return work;
    }
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

  #takes(work: Work): boolean {
    return (
      !this.#bulk.isOff && work.kind.bulkCreating !== undefined && this.#bulk.creating.takes(work.change)
    );
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
    if (this.#bulk.isOff) {
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
    const run = this.#run;
    if (run.stopped !== undefined) return;
    const changes = works.map(({ change }) => change);
    const request = this.#bulk.creating.request(changes, run.context);
    const members = works.map((work) => ({
      work,
      noted: run.journal.note(work, sharedStep(work, this.#bulk.creating)),
    }));
    const unsent = () => this.#refused(members, 'it was not sent');
    const sentAt = this.#bulk.now();
    try {
      await run.journal.durable();
      const body = await run.writer.send(request, { creates: true });
      this.#sent(members, sentAt, jobIn(this.#bulk, body));
    } catch (failure) {
      if (!isIntercomFailure(failure)) {
        run.crash(failure);
        // Of anything but a failure of the store nobody knows whether the request was sent.
        if (isStoreFailure(failure)) return unsent();
        return this.#sent(members, sentAt, undefined);
      }
      const isHeldBack = run.interrupted && failure.outcome === 'refused' && failure.status === null;
      if (isHeldBack) return unsent();
      if (failure.outcome === 'unknown') return this.#sent(members, sentAt, undefined);
      await this.#refused(members, failure.message);
      if (failure.status === 401) {
        const stop = stopOf(failure);
        if (stop !== undefined) run.stop(stop);
        return;
      }
      if (isTooMany(failure) && works.length > 1) {
        this.#bulk.tooMany(works.length);
        this.#gathered.unshift(...works);
        return;
      }
      if (failure.status !== 429) this.#bulk.refused(failure.message);
      this.#returned.push(...works);
    }
  }

  /** The request took effect, or may have: what it made is read back. */
  #sent(members: readonly BulkMember[], sentAt: number, job: BulkJob | undefined): void {
    const run = this.#run;
    run.wrote = true;
    this.#bulk.sent(members.length);
    this.#groups.add(
      {
        works: members.map(({ work }) => work.parked(undefined)),
        noted: members.map(({ noted }) => noted),
        job: job?.id ?? null,
        sentAt,
        since: job?.created_at ?? Math.floor(sentAt / 1000) - CLOCK_TOLERANCE_S,
      },
      this.#groups.length,
    );
    for (const { work } of members) run.leave(work);
    this.#back.wake();
  }

  /** Records that the request had no effect. */
  async #refused(members: readonly BulkMember[], reason: string): Promise<void> {
    try {
      for (const { work, noted } of members) {
        const step = sharedStep(work, this.#bulk.creating);
        await this.#run.journal.after(work, step, noted, { state: 'failed', reason });
      }
    } catch (failure) {
      this.#run.crash(failure);
    }
  }
}

/** An answer that cannot be read leaves the job alone; what it made is read back all the same. */
function jobIn({ creating }: Bulk, body: Json): BulkJob | undefined {
  try {
    return creating.accepted(body);
  } catch {
    return undefined;
  }
}

/** The codes were others before 28 July 2026 (intercom 13.4); 413 comes from a gateway. */
function isTooMany({ status, code }: { readonly status: number | null; readonly code: string }): boolean {
  return status === 413 || (status === 422 && (code === 'parameter_invalid' || code === 'invalid_parameter'));
}
