import { applyChanges } from '../../src/app/apply.ts';
import type { Ports } from '../../src/app/options.ts';
import { type MadePlan, makePlan } from '../../src/app/plan.ts';
import { Seat } from '../../src/app/runs/seat.ts';
import { makeUndoPlan } from '../../src/app/undo/plan-undo.ts';
import { planExit } from '../../src/plan/exit.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import type { ResultDocument } from '../../src/types/result.ts';
import { MemoryStore, memoryBackend } from '../store/memory-backend.ts';
import { isWrite, type OpenedWorld } from './opened-world.ts';

/** High enough that failures of single changes never stop a run. */
const PLENTY = 100_000;

export interface RecordedApply {
  /** Undefined where nothing could be planned. */
  readonly plan?: PlanDocument;
  /** Undefined where the plan was not allowed to run. */
  readonly result?: ResultDocument;
  readonly diagnostics: readonly Diagnostic[];
}

/** One store over a world, whose processes come and go; runs are recorded with their values. */
export class RecordedRuns {
  readonly store = new MemoryStore();
  readonly #opened: Pick<OpenedWorld, 'planning' | 'ports' | 'advance'>;

  constructor(opened: Pick<OpenedWorld, 'planning' | 'ports' | 'advance'>) {
    this.#opened = opened;
  }

  /** Applies the manifests, or undoes a run. */
  apply(undo?: string, ports: Ports = this.#process().ports): Promise<RecordedApply> {
    return this.#apply(undo, ports);
  }

  plan(): Promise<MadePlan> {
    return makePlan(this.#opened.planning, this.#process().ports);
  }

  /** What undoing a run would do; only reads. */
  planUndo(undo: string): Promise<MadePlan> {
    return makeUndoPlan(undo, this.#opened.planning, this.#process().ports);
  }

  /** An apply that is killed during its n-th write. False where it ended before. */
  async killed(killAt: number): Promise<boolean> {
    const { ports, killed } = this.#process(killAt);
    const wasKilled = await Promise.race([
      killed.then(() => true),
      this.#apply(undefined, ports).then(() => false),
    ]);
    // Requests under way arrive now, or never do.
    await new Promise(setImmediate);
    // The next process learns from a lock file or a lease that this one is gone.
    this.store.locks.clear();
    return wasKilled;
  }

  #process(killAt = Number.POSITIVE_INFINITY): { readonly ports: Ports; readonly killed: Promise<void> } {
    const life = { alive: true };
    const { ports } = this.#opened;
    const fetch = ports.fetch ?? globalThis.fetch;
    let writes = 0;
    let kill = () => {};
    const killed = new Promise<void>((resolve) => {
      kill = resolve;
    });
    return {
      killed,
      ports: {
        ...ports,
        env: { INTERCOM_ACCESS_TOKEN: 'of-ada' },
        openBackend: async () => memoryBackend(this.store, life),
        fetch: async (input, init) => {
          if (!life.alive) return new Promise<never>(() => {});
          const { method, url } = new Request(input, init);
          if (isWrite({ method, url })) {
            writes += 1;
            if (writes > killAt) {
              life.alive = false;
              // Half of the requests under way have arrived.
              if (writes % 2 === 0) await fetch(input, init);
              kill();
              return new Promise<never>(() => {});
            }
          }
          return fetch(input, init);
        },
      },
    };
  }

  async #apply(undo: string | undefined, ports: Ports): Promise<RecordedApply> {
    // No two runs begin in the same millisecond.
    this.#opened.advance(1);
    const seat = new Seat({ lockTimeoutMs: 0 });
    const { planning } = this.#opened;
    try {
      const made =
        undo === undefined
          ? await makePlan(planning, ports, seat)
          : await makeUndoPlan(undo, planning, ports, seat);
      const { plan, session, diagnostics } = made;
      if (plan === undefined || session === undefined) return { diagnostics };
      if (planExit({ ...plan, diagnostics }, { detailedExitcode: false }) !== 0) return { plan, diagnostics };
      const result = await applyChanges(session, plan, { maxErrors: PLENTY }, ports);
      return { plan, diagnostics, result };
    } finally {
      await seat.leave();
    }
  }
}
