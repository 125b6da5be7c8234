import type { KindWriter } from '../kinds/kind-reader.ts';
import type { ApplyContext, ReferredIds } from '../types/kind.ts';
import type { ChangeResult, Outcome, Unstuck } from '../types/result.ts';
import { isStoreFailure } from '../types/store.ts';
import type { Journal } from './journal.ts';
import type { Work } from './work.ts';

/** Why no new change is started. */
export interface Stop {
  readonly cause:
    | 'interrupted'
    | 'max-errors'
    | 'unauthorized'
    | 'forbidden'
    | 'restricted'
    | 'store'
    | 'internal';
  readonly reason: string;
}

/** Details for a result. */
export interface Ending {
  readonly reason?: string;
  readonly unstuck?: readonly Unstuck[];
  readonly requestId?: string | null;
}

export interface RunOptions {
  readonly writer: KindWriter;
  readonly journal: Journal;
  readonly ids: ReadonlyMap<string, string>;
  readonly maxErrors: number;
  readonly concurrency: number;
  readonly indexWaitMs: number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
  /** Whether the steps of another change need the Intercom id of the address. */
  readonly isReferred: (address: string) => boolean;
  readonly onFinished: (work: Work, result: ChangeResult) => void;
}

/** State that all changes of a run share: known ids, the number of failures, and whether to go on. */
export class Run {
  readonly writer: KindWriter;
  readonly journal: Journal;
  readonly context: ApplyContext;
  /** Whether Intercom took, or may have taken, a write. */
  wrote = false;
  readonly crashes: unknown[] = [];
  /** The changes that are worked on: begun, and neither ended nor put aside. */
  readonly underWay = new Set<Work>();
  readonly #ids: Map<string, string>;
  readonly #options: RunOptions;
  #stop: Stop | undefined;
  #failures = 0;

  constructor(options: RunOptions) {
    this.#options = options;
    this.#ids = new Map(options.ids);
    this.writer = options.writer;
    this.journal = options.journal;
    this.context = {
      idOf: (address) => this.idOf(address),
      sleep: (ms) => this.#sleep(ms),
      indexWaitMs: options.indexWaitMs,
    };
  }

  idOf(address: string): string | undefined {
    return this.#ids.get(address);
  }

  /** Records the Intercom id of a change under all its addresses. An id that is known already stays. */
  learn({ change }: Work, id: string): void {
    for (const address of [change.address, ...change.also]) {
      if (!this.#ids.has(address)) this.#ids.set(address, id);
    }
  }

  /** A change is worked on from now on. */
  begin(work: Work, id: string | null = work.change.id): void {
    this.underWay.add(work);
    if (id !== null) this.learn(work, id);
  }

  /** Nothing of it stays in memory but what the steps of other changes need. */
  leave(work: Work): void {
    if (!this.underWay.delete(work)) return;
    for (const address of [work.change.address, ...work.change.also])
      if (!this.#options.isReferred(address) && !this.#options.ids.has(address)) this.#ids.delete(address);
  }

  /** Records ids that were just read; they replace known ones. */
  know(ids: ReferredIds): void {
    for (const [address, id] of ids) this.#ids.set(address, id);
  }

  /** Why nothing new may start; undefined as long as the run goes on. */
  get stopped(): Stop | undefined {
    if (this.#stop === undefined && this.interrupted) {
      this.#stop = { cause: 'interrupted', reason: 'the run was interrupted' };
    }
    return this.#stop;
  }

  /**
   * How many changes may be worked on at a time: never more than may still fail, so that changes under way cannot exceed
   * `maxErrors`.
   */
  get width(): number {
    const { concurrency, maxErrors } = this.#options;
    return Math.max(1, Math.min(concurrency, maxErrors - this.#failures));
  }

  get interrupted(): boolean {
    return this.#options.signal?.aborted === true;
  }

  /** Nothing new starts; requests under way finish. The first cause is kept. */
  stop(stop: Stop): void {
    this.#stop ??= stop;
  }

  /** Stops the run because of a bug in interform, or a failure of the store, which is reported once. */
  crash(failure: unknown): void {
    if (isStoreFailure(failure)) {
      if (this.crashes.some(isStoreFailure)) return;
      this.crashes.push(failure);
      this.stop({ cause: 'store', reason: `the run stopped: ${failure.diagnostic.summary}` });
      return;
    }
    if (this.crashes.includes(failure)) return;
    this.crashes.push(failure);
    this.stop({ cause: 'internal', reason: 'the run stopped because of an error of interform' });
  }

  /** Ends a change that succeeded: `done` if something was written for it, else `already`. What was sent unseen is there by now. */
  complete(work: Work, reason?: string): void {
    const isDone = work.written || work.unseen;
    this.finish(work, isDone ? 'done' : 'already', isDone || reason === undefined ? {} : { reason });
  }

  /**
   * Ends a change. `stale`, `skipped` and `not_attempted` claim that nothing was written, so a change that is partly written is
   * `failed` instead, with the reason. One that was sent unseen is `unknown` where nobody looked again.
   */
  finish(work: Work, outcome: Outcome, ending: Ending = {}): void {
    const partly =
      work.begun && (outcome === 'stale' || outcome === 'skipped' || outcome === 'not_attempted');
    const { address, action } = work.change;
    const unseen = !partly && work.unseen ? unseenEnd(outcome, ending.reason) : undefined;
    const reason = partly
      ? `only partly written: ${ending.reason ?? outcome}`
      : (unseen?.reason ?? ending.reason);
    const result: ChangeResult = {
      address,
      action,
      outcome: partly ? 'failed' : (unseen?.outcome ?? outcome),
      id: work.change.id ?? this.idOf(address) ?? null,
      ...(partly ? { partly: true as const } : {}),
      ...(reason === undefined ? {} : { reason }),
      ...(ending.unstuck === undefined ? {} : { unstuck: ending.unstuck }),
      ...(work.edited.length === 0 ? {} : { edited: work.edited }),
      ...(work.before === undefined ? {} : { before: work.before }),
      ...(ending.requestId == null ? {} : { request_id: ending.requestId }),
    };
    work.end(result);
    if (result.outcome === 'failed' || result.outcome === 'unknown') this.#countFailure();
    this.leave(work);
    this.#options.onFinished(work, result);
  }

  #countFailure(): void {
    this.#failures += 1;
    if (this.#failures < Math.max(1, this.#options.maxErrors)) return;
    const changes = this.#failures === 1 ? '1 change' : `${this.#failures} changes`;
    this.stop({ cause: 'max-errors', reason: `the run stopped after ${changes} failed (--max-errors)` });
  }

  /** Resolves early when the run is interrupted. */
  async #sleep(ms: number): Promise<void> {
    try {
      await this.#options.sleep(ms, this.#options.signal);
    } catch (failure) {
      if (!this.interrupted) throw failure;
    }
  }
}

/** How a change ends that a bulk request may have written; undefined: as any other. */
function unseenEnd(
  outcome: Outcome,
  reason: string | undefined,
): { readonly outcome: Outcome; readonly reason: string } | undefined {
  const sent = 'a bulk request may have written it before';
  switch (outcome) {
    case 'stale':
      return { outcome, reason: `${reason ?? outcome}; ${sent}` };
    case 'skipped':
    case 'not_attempted':
      return { outcome: 'unknown', reason: `${sent}, and nobody looked again: ${reason ?? outcome}` };
    default:
      return undefined;
  }
}
