import { isIntercomFailure } from '../../types/intercom.ts';
import type { Kept } from '../../types/keeping.ts';
import { inLanes } from '../parallel.ts';
import { stopOf } from '../refused-token.ts';
import { type ApplyKind, Work } from '../work.ts';
import type { BulkGroup, BulkMember } from './bulk-group.ts';
import { jobEnd } from './job-end.ts';
import { JobPace, waits } from './job-pace.ts';
import { Judging, type JudgingOptions } from './judging.ts';

/** Requests that are read back at a time, once the first showed how long that takes. */
const LANES = 16;
const NOBODY: ReadonlyMap<string, string> = new Map();

export interface ReadBackOptions extends JudgingOptions {
  readonly kindOf: ReadonlyMap<string, ApplyKind>;
  readonly groups: Kept<BulkGroup>;
  /** Whether more groups may come. */
  readonly mayGrow: () => boolean;
  /** Resolves when `onward` may take more changes. */
  readonly room: () => Promise<void>;
  /** Called when there is nothing to read back any more. */
  readonly onIdle: () => void;
}

/**
 * Looks what bulk requests wrote, in the order in which they were sent. The job says when to look; what became of each object
 * only the live state says (law 11). The first is looked at alone: what it shows of jobs and of search paces all others.
 *
 *     job ─ ended ─ search ─┬─ all is there           done
 *           (or for long    ├─ something is missing   the rest goes on as an update
 *            silent)        ├─ another, or edited     stale
 *                           └─ not found in time      goes on by itself, as any other
 */
export class ReadBack {
  readonly #options: ReadBackOptions;
  readonly #judging: Judging;
  readonly #pace = new JobPace();
  #next = 0;
  #working: Promise<void> | undefined;
  readonly #onMore: (() => void)[] = [];

  constructor(options: ReadBackOptions) {
    this.#options = options;
    this.#judging = new Judging(options);
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
    try {
      for (let group = this.#taken(); group !== undefined; group = this.#taken())
        await this.#judging.unread(this.#members(group));
    } catch (failure) {
      run.crash(failure);
    }
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
      return [{ work, noted, asked: group.asked[at] ?? work.change }];
    });
  }

  /** Whatever fails, nobody of the group is told of as if nothing had been sent. */
  async #group(group: BulkGroup): Promise<void> {
    const { run } = this.#options;
    const members = this.#members(group);
    try {
      await this.#lookAt(group, members);
    } catch (failure) {
      run.crash(failure);
      await this.#judging.unread(members);
    }
  }

  async #lookAt(group: BulkGroup, members: readonly BulkMember[]): Promise<void> {
    const { run, bulk } = this.#options;
    const endedAt = await jobEnd(group, { run, bulk, pace: this.#pace });
    let left = members;
    let isShown = false;
    await run.context.sleep(Math.max(0, endedAt + this.#pace.lagMs - bulk.now()));
    let looks = 0;
    for (const wait of waits()) {
      if (run.stopped !== undefined) break;
      looks += 1;
      const sinceEndMs = bulk.now() - endedAt;
      const changes = left.map(({ asked }) => asked);
      const found = await this.#asking(() =>
        bulk.writing.readBack(changes, group.since, run.writer, run.context),
      );
      if (found === undefined) return this.#judging.unread(left);
      if (found.size > 0 && !isShown) {
        isShown = true;
        this.#pace.shown(sinceEndMs, looks);
      }
      left = await this.#judging.found(left, found);
      const isVain = bulk.isFailing && group.failure !== null;
      const mostMs = isShown || isVain ? this.#pace.restMs : run.context.indexWaitMs;
      if (left.length === 0 || sinceEndMs >= mostMs) break;
      await run.context.sleep(Math.min(wait, mostMs - sinceEndMs));
    }
    if (run.stopped !== undefined) return this.#judging.unread(left);
    if (!isShown && group.failure !== null) bulk.nothingCame(group.sentAt, group.failure);
    await this.#alone(left);
  }

  async #alone(members: readonly BulkMember[]): Promise<void> {
    if (members.length === 0) return;
    const { run, bulk } = this.#options;
    const changes = members.map(({ work }) => work.change);
    const { blocked = async () => NOBODY } = bulk.writing;
    const why = await this.#asking(() => blocked(changes, run.writer));
    if (why === undefined) await this.#judging.unread(members);
    else await this.#judging.missing(members, why);
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
}
