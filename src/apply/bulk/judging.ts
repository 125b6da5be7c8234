import type { Change } from '../../types/change.ts';
import type { BulkFound } from '../../types/kind/bulk-writing.ts';
import type { StepOutcome } from '../journal.ts';
import type { Run } from '../run.ts';
import type { Work } from '../work.ts';
import type { Bulk } from './bulk.ts';
import type { BulkMember } from './bulk-group.ts';

/** Why nobody knows what became of a change. */
export const UNREAD =
  'it was sent in a bulk request and could not be read back; apply again: that finds out first';

export interface JudgingOptions {
  readonly run: Run;
  readonly bulk: Bulk;
  /** Takes a change of which something is left to do. */
  readonly onward: (work: Work) => void;
}

/** Decides what becomes of the changes of a bulk request, by what was found of them. */
export class Judging {
  readonly #options: JudgingOptions;
  readonly #wentOn = new WeakSet<Work>();

  constructor(options: JudgingOptions) {
    this.#options = options;
  }

  /** Ends what is found, or lets it go on. Returns what is not found. */
  async found(
    members: readonly BulkMember[],
    found: ReadonlyMap<string, BulkFound>,
  ): Promise<readonly BulkMember[]> {
    const left: BulkMember[] = [];
    for (const member of members) {
      const one = found.get(member.work.change.address);
      if (one === undefined) left.push(member);
      else if (one.state === 'stale') await this.#stale(member, one.reason);
      else if (one.state === 'already') await this.#already(member, one);
      else await this.#there(member, one);
    }
    return left;
  }

  /**
   * Lets go on by themselves those that search does not show in time, but for those that are blocked, by address. A single
   * create is safe: Intercom names the one that has the external_id, should the job have made it after all. An update is read
   * by id before, since search may just be late. Where the run stops before that, nobody knows what became of them.
   */
  async missing(members: readonly BulkMember[], blocked: ReadonlyMap<string, string>): Promise<void> {
    for (const member of members) {
      const why = blocked.get(member.work.change.address);
      if (why !== undefined) {
        await this.#stale(member, why);
        continue;
      }
      const reason = 'search does not show it after the bulk request, so it was sent by itself';
      await this.#record(member, { state: 'unknown', reason });
      member.work.wentUnseen();
      this.#onward(member.work);
    }
  }

  /** Nothing more is read: of these, those that neither ended nor went on are unknown. */
  async unread(members: readonly BulkMember[]): Promise<void> {
    for (const member of members) {
      if (member.work.result !== undefined || this.#wentOn.has(member.work)) continue;
      await this.#record(member, { state: 'unknown', reason: UNREAD });
      this.#options.run.finish(member.work, 'unknown', { reason: UNREAD });
    }
  }

  async #there(
    member: BulkMember,
    { id, rest, written }: Extract<BulkFound, { state: 'there' }>,
  ): Promise<void> {
    const { run, bulk } = this.#options;
    const { work } = member;
    await this.#record(member, { state: 'done', id, written });
    run.learn(work, id);
    bulk.made();
    work.wrote();
    this.#goOn(work, rest);
  }

  async #already(member: BulkMember, { id, rest }: Extract<BulkFound, { state: 'already' }>): Promise<void> {
    await this.#record(member, { state: 'already', id });
    this.#options.run.learn(member.work, id);
    this.#goOn(member.work, rest);
  }

  #goOn(work: Work, rest: Change | undefined): void {
    const { run, bulk } = this.#options;
    work.compared('yes');
    if (rest === undefined) work.skipRest();
    else work.reduceTo(rest, bulk.writing.share(work.change).level);
    if (work.pending.length === 0) run.complete(work, 'Intercom has it already');
    else this.#onward(work);
  }

  async #stale(member: BulkMember, reason: string): Promise<void> {
    await this.#record(member, { state: 'stale', reason });
    this.#options.run.finish(member.work, 'stale', { reason });
  }

  #onward(work: Work): void {
    this.#wentOn.add(work);
    this.#options.onward(work);
  }

  async #record({ work, noted }: BulkMember, outcome: StepOutcome): Promise<void> {
    const { run, bulk } = this.#options;
    try {
      await run.journal.after(work, bulk.writing.share(work.change), noted, outcome);
    } catch (failure) {
      run.crash(failure);
    }
  }
}
