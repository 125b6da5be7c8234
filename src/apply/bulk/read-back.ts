import { isIntercomFailure } from '../../types/intercom.ts';
import type { Kept } from '../../types/keeping.ts';
import type { BulkFound } from '../../types/kind/bulk-creating.ts';
import type { StepOutcome } from '../journal.ts';
import { inLanes } from '../parallel.ts';
import { stopOf } from '../refused-token.ts';
import type { Run } from '../run.ts';
import { type ApplyKind, Work } from '../work.ts';
import type { Bulk } from './bulk.ts';
import { type BulkGroup, type BulkMember, sharedStep } from './bulk-group.ts';
import { JobPace, waits } from './job-pace.ts';

/** Requests that are read back at a time, once the first showed how long that takes. */
const LANES = 16;
export interface ReadBackOptions {
  readonly run: Run;
  readonly bulk: Bulk;
  readonly kindOf: ReadonlyMap<string, ApplyKind>;
  readonly groups: Kept<BulkGroup>;
  /** Whether more groups may come. */
  readonly mayGrow: () => boolean;
  /** Takes a change of which something is left to do. */
  readonly onward: (work: Work) => void;
  /** Resolves when it may take more of them. */
  readonly room: () => Promise<void>;
  /** Called when there is nothing to read back any more. */
  readonly onIdle: () => void;
}

/**
 * Looks what bulk requests made, in the order in which they were sent. The job says when to look; what became of each object
 * only the live state says (law 11). The first is looked at alone: what it shows of jobs and of search paces all others.
 *
 *     job ─ ended ─ search ─┬─ all is there           done
 *           (or for long    ├─ something is missing   the rest goes on as an update
 *            silent)        ├─ another, or edited     stale
 *                           └─ not found in time      goes on by itself, as any create
 */
export class ReadBack {
  readonly #options: ReadBackOptions;
  readonly #pace = new JobPace();
  #next = 0;
  #working: Promise<void> | undefined;
  readonly #onMore: (() => void)[] = [];

  constructor(options: ReadBackOptions) {
    this.#options = options;
  }

  /** Whether something is being read back, or waits for it. */
  get isBusy(): boolean {
    return this.#working !== undefined;
  }

  /** Says that there are more groups, or that there will be none. */
  wake(): void {
    for (const go of this.#onMore.splice(0)) go();
    if (this.#next < this.#options.groups.length) this.#working ??= this.#work();
  }

  async #work(): Promise<void> {
    const { run } = this.#options;
    try {
      const first = await this.#following();
      if (first !== undefined) await this.#group(first);
      await inLanes(
        LANES,
        () => this.#following(),
        (group) => this.#group(group),
      );
    } catch (failure) {
      run.crash(failure);
    }
    for (let group = this.#taken(); group !== undefined; group = this.#taken())
      await this.#leave(this.#members(group));
    this.#working = undefined;
    this.#options.onIdle();
  }

  /** The next group, as soon as there is one; undefined where none will come, or the run was stopped. */
  async #following(): Promise<BulkGroup | undefined> {
    const { run, mayGrow, room } = this.#options;
    await room();
    while (run.stopped === undefined) {
      const group = this.#taken();
      if (group !== undefined) return group;
      if (!mayGrow()) return undefined;
      await new Promise<void>((resolve) => this.#onMore.push(resolve));
    }
    return undefined;
  }

  #taken(): BulkGroup | undefined {
    const { groups } = this.#options;
    return this.#next < groups.length ? groups.at(this.#next++) : undefined;
  }

  #members(group: BulkGroup): readonly BulkMember[] {
    const { run, kindOf } = this.#options;
    return group.works.flatMap((parked, at) => {
      const kind = kindOf.get(parked.change.kind);
      const noted = group.noted[at];
      if (kind === undefined || noted === undefined) return [];
      const work = Work.restored(parked, kind);
      run.begin(work);
      return [{ work, noted }];
    });
  }

  async #group(group: BulkGroup): Promise<void> {
    const { run, bulk } = this.#options;
    const endedAt = group.job === null ? group.sentAt : await this.#ended(group, group.job);
    let left = this.#members(group);
    let isShown = false;
    await run.context.sleep(Math.max(0, endedAt + this.#pace.lagMs - bulk.now()));
    let looks = 0;
    for (const wait of waits()) {
      if (run.stopped !== undefined) break;
      looks += 1;
      const sinceEndMs = bulk.now() - endedAt;
      const changes = left.map(({ work }) => work.change);
      const found = await this.#asking(() =>
        bulk.creating.readBack(changes, group.since, run.writer, run.context),
      );
      if (found === undefined) return this.#leave(left);
      if (found.size > 0 && !isShown) {
        isShown = true;
        this.#pace.shown(sinceEndMs, looks);
      }
      left = await this.#judge(left, found);
      const mostMs = isShown ? this.#pace.restMs : run.context.indexWaitMs;
      if (left.length === 0 || sinceEndMs >= mostMs) break;
      await run.context.sleep(Math.min(wait, mostMs - sinceEndMs));
    }
    if (run.stopped !== undefined) await this.#leave(left);
    else await this.#missing(left);
  }

  /** Waits for the end of a job, and resolves to when that was; of one that says nothing for long, to the time of the request. */
  async #ended({ sentAt }: BulkGroup, job: string): Promise<number> {
    const { run, bulk } = this.#options;
    await run.context.sleep(Math.max(0, sentAt + this.#pace.jobMs - bulk.now()));
    let looks = 0;
    for (const wait of waits()) {
      looks += 1;
      const afterMs = bulk.now() - sentAt;
      if (run.stopped !== undefined) break;
      if (await this.#hasEnded(job)) {
        this.#pace.ended(afterMs, looks);
        // Whoever is looked at late ended before.
        return sentAt + Math.min(afterMs, this.#pace.jobMs);
      }
      if (afterMs >= this.#pace.patienceMs) {
        this.#pace.leftAlone();
        break;
      }
      await run.context.sleep(wait);
    }
    return sentAt;
  }

  /** A status that cannot be read tells nothing: what the job made is read back all the same. */
  async #hasEnded(job: string): Promise<boolean> {
    const { run, bulk } = this.#options;
    try {
      return (await run.writer.get(bulk.creating.job(job))).hasEnded;
    } catch (failure) {
      if (!isIntercomFailure(failure)) throw failure;
      const stop = stopOf(failure);
      if (stop !== undefined) run.stop(stop);
      return failure.status === 404;
    }
  }

  /** Undefined where nothing can be read: what is left then is unknown. */
  async #asking<T>(ask: () => Promise<T>): Promise<T | undefined> {
    const { run } = this.#options;
    try {
      return await ask();
    } catch (failure) {
      if (!isIntercomFailure(failure)) throw failure;
      const stop = stopOf(failure);
      if (stop !== undefined) run.stop(stop);
      return undefined;
    }
  }

  /** Ends what is found, or lets it go on. Returns what is not found. */
  async #judge(
    members: readonly BulkMember[],
    found: ReadonlyMap<string, BulkFound>,
  ): Promise<readonly BulkMember[]> {
    const left: BulkMember[] = [];
    for (const member of members) {
      const one = found.get(member.work.change.address);
      if (one === undefined) left.push(member);
      else if (one.state === 'stale') await this.#stale(member, one);
      else if (one.state === 'already') await this.#already(member, one.id);
      else await this.#there(member, one);
    }
    return left;
  }

  async #there(
    member: BulkMember,
    { id, rest, written }: Extract<BulkFound, { state: 'there' }>,
  ): Promise<void> {
    const { run, bulk, onward } = this.#options;
    const { work } = member;
    await this.#record(member, { state: 'done', id, written });
    run.learn(work, id);
    bulk.made();
    work.wrote();
    work.compared('yes');
    if (rest === undefined) work.skipRest();
    else work.reduceTo(rest, 'people');
    if (work.pending.length === 0) run.complete(work);
    else onward(work);
  }

  async #already(member: BulkMember, id: string): Promise<void> {
    const { run } = this.#options;
    const { work } = member;
    await this.#record(member, { state: 'already', id });
    run.learn(work, id);
    work.compared('yes');
    work.skipRest();
    run.complete(work, 'Intercom has it already');
  }

  async #stale(member: BulkMember, { reason }: { readonly reason: string }): Promise<void> {
    await this.#record(member, { state: 'stale', reason });
    this.#options.run.finish(member.work, 'stale', { reason });
  }

  /** A single request is safe: Intercom names the one that has the external_id, should the job have made it after all. */
  async #missing(members: readonly BulkMember[]): Promise<void> {
    if (members.length === 0) return;
    const { run, bulk, onward } = this.#options;
    const changes = members.map(({ work }) => work.change);
    const blocked = await this.#asking(() => bulk.creating.blocked(changes, run.writer));
    if (blocked === undefined) return this.#leave(members);
    for (const member of members) {
      const why = blocked.get(member.work.change.address);
      if (why !== undefined) {
        await this.#stale(member, { reason: why });
        continue;
      }
      const reason = 'search does not show it after the bulk request, so it was sent by itself';
      await this.#record(member, { state: 'unknown', reason });
      onward(member.work);
    }
  }

  /** Nothing more is read: what is not read back is unknown. */
  async #leave(members: readonly BulkMember[]): Promise<void> {
    const reason =
      'it was sent in a bulk request and could not be read back; apply again: that finds out first';
    for (const member of members) {
      await this.#record(member, { state: 'unknown', reason });
      this.#options.run.finish(member.work, 'unknown', { reason });
    }
  }

  async #record({ work, noted }: BulkMember, outcome: StepOutcome): Promise<void> {
    const { run, bulk } = this.#options;
    try {
      await run.journal.after(work, sharedStep(work, bulk.creating), noted, outcome);
    } catch (failure) {
      run.crash(failure);
    }
  }
}
