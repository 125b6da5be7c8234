import type { KindWriter } from '../kinds/kind-reader.ts';
import type { Change } from '../types/change.ts';
import type { ApplyContext, ReferredIds } from '../types/kind.ts';
import type { ChangeResult, Outcome, Unstuck } from '../types/result.ts';
import { isStoreFailure } from '../types/store.ts';
import type { Journal } from './journal.ts';
import type { Work } from './work.ts';

/** Why nothing new is started. */
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

/** How an outcome came about. */
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
  readonly onFinished: (result: ChangeResult) => void;
}

/** The state that the changes of one run share: ids learned, failures counted, and whether to go on. */
export class Run {
  readonly writer: KindWriter;
  readonly journal: Journal;
  readonly context: ApplyContext;
  /** Whether Intercom took, or may have taken, a write. */
  wrote = false;
  readonly crashes: unknown[] = [];
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

  /** Remembers the Intercom id of a change, at all its addresses. The first one known stays. */
  learn(change: Change, id: string): void {
    for (const address of [change.address, ...change.also]) {
      if (!this.#ids.has(address)) this.#ids.set(address, id);
    }
  }

  /** Takes ids that were just read: they replace what was known of these addresses. */
  know(ids: ReferredIds): void {
    for (const [address, id] of ids) this.#ids.set(address, id);
  }

  /** Why nothing new may start; undefined while it may. */
  get stopped(): Stop | undefined {
    if (this.#stop === undefined && this.interrupted) {
      this.#stop = { cause: 'interrupted', reason: 'the run was interrupted' };
    }
    return this.#stop;
  }

  /** Changes that may be under way: never more than may still fail, so that `maxErrors` is not passed by those in flight. */
  get width(): number {
    const { concurrency, maxErrors } = this.#options;
    return Math.max(1, Math.min(concurrency, maxErrors - this.#failures));
  }

  get interrupted(): boolean {
    return this.#options.signal?.aborted === true;
  }

  /** Lets running requests finish and starts nothing new. The first cause stays. */
  stop(stop: Stop): void {
    this.#stop ??= stop;
  }

  /** Stops at an error that is nobody's but ours, or the store's; it is reported once. */
  crash(failure: unknown): void {
    if (isStoreFailure(failure)) {
      if (this.crashes.some(isStoreFailure)) return;
      this.crashes.push(failure);
      this.stop({ cause: 'store', reason: `the run stopped: ${failure.diagnostic.summary}` });
      return;
    }
    this.crashes.push(failure);
    this.stop({ cause: 'internal', reason: 'the run stopped because of an error of interform' });
  }

  /** Ends a change that got through: done when anything was written for it, else already. */
  complete(work: Work, reason?: string): void {
    this.finish(
      work,
      work.written ? 'done' : 'already',
      work.written || reason === undefined ? {} : { reason },
    );
  }

  /**
   * Ends a change. What was written in part can be neither stale, skipped nor not attempted, for these say that nothing was
   * written: it is failed, with the reason.
   */
  finish(work: Work, outcome: Outcome, ending: Ending = {}): void {
    const partly =
      work.begun && (outcome === 'stale' || outcome === 'skipped' || outcome === 'not_attempted');
    const { address, action } = work.change;
    const reason = partly ? `only partly written: ${ending.reason ?? outcome}` : ending.reason;
    const result: ChangeResult = {
      address,
      action,
      outcome: partly ? 'failed' : outcome,
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
    this.#options.onFinished(result);
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

/** Whether the change is over and left everything as it should be. */
export function succeeded(result: ChangeResult): boolean {
  return result.outcome === 'done' || result.outcome === 'already';
}
