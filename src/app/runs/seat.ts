import { DEFAULT_TIMEOUT_MS } from '../../intercom/options.ts';
import type { KindReader } from '../../kinds/kind-reader.ts';
import type { PeopleCalls } from '../../kinds/people-calls.ts';
import { keyCheck } from '../../store/keyed-hash.ts';
import type { Store } from '../../store/store.ts';
import type { BulkMemory } from '../../types/bulk.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { WorkspaceFacts } from '../../types/facts.ts';
import { isIntercomFailure } from '../../types/intercom.ts';
import type { KeyHashes } from '../../types/key-hashes.ts';
import type { PlanDocument } from '../../types/plan.ts';
import type { Project } from '../../types/project.ts';
import type { ResultDocument } from '../../types/result.ts';
import type { Lock, RunRecord } from '../../types/store.ts';
import { indexLagMs, keptFacts } from '../heeding/kept-facts.ts';
import type { Ports } from '../options.ts';
import { Doubts } from './doubts.ts';
import { erasedByOthers, erasePeople } from './erase.ts';
import { damagedRun } from './findings.ts';
import { gitState, lockOwner, newRunId, runner } from './identity.ts';
import { layOver } from './lay-over.ts';
import { LockLost } from './lock-lost.ts';
import { lockedBy, type Refused } from './locked.ts';
import { openStore, storeDiagnostic } from './open-store.ts';
import type { RecentWrites } from './recent-writes.ts';
import { Recorder } from './recorder.ts';
import { relearnKeys, remember } from './remembered.ts';
import { forgetOld } from './retention.ts';
import { settleOpenRuns } from './settle-open-runs.ts';
import { proofHashes } from './shown.ts';
import { sweepShown } from './sweep.ts';

/**
 * What one apply holds from before its first live read until its very end, the question to the user included: the store, the
 * lock of the workspace, and what earlier runs left.
 *
 *     open ─▶ lock ─▶ enter: settle open runs, lay recent writes over search ─▶ begin ─▶ (run) ─▶ end ─▶ leave
 */
export class Seat {
  readonly #lockTimeoutMs: number;
  #opened:
    | { readonly project: Project; readonly store: Store | undefined; readonly ports: Ports }
    | undefined;
  #lock: Lock | undefined;
  #entered: Entered | undefined;
  #runId: string | undefined;

  constructor(options: { readonly lockTimeoutMs: number }) {
    this.#lockTimeoutMs = options.lockTimeoutMs;
  }

  /** Opens the store. Takes the lock if the project file names the workspace. */
  async open(project: Project, env: Ports['env'], ports: Ports): Promise<Refused | undefined> {
    try {
      this.#opened = { project, ports, store: await openStore(project, env, 'write', ports) };
    } catch (failure) {
      return { diagnostic: storeDiagnostic(failure), exit: 1 };
    }
    return project.workspace.id === undefined ? undefined : this.lock(project.workspace.id);
  }

  /** Takes the lock of the workspace; does nothing if it is held already. */
  async lock(workspace: string): Promise<Refused | undefined> {
    const { store, ports } = this.#seated;
    if (store === undefined || this.#lock !== undefined) return undefined;
    const timeoutMs = this.#lockTimeoutMs;
    const { signal } = ports;
    try {
      const owner = lockOwner(workspace, ports);
      const taken = await store.locks.take(owner, { timeoutMs, ...(signal === undefined ? {} : { signal }) });
      if (taken.state === 'busy') return lockedBy(taken.owner, timeoutMs);
      this.#lock = taken.lock;
      return undefined;
    } catch (failure) {
      return { diagnostic: storeDiagnostic(failure), exit: 1 };
    }
  }

  /**
   * Settles, by reading, what interrupted runs left open. Undefined where the project has no store. Rejects with a StoreFailure
   * or an IntercomFailure.
   */
  async enter(workspace: string, reader: KindReader): Promise<Entered | undefined> {
    const { store, project, ports } = this.#seated;
    if (store === undefined) return undefined;
    const key = keyCheck(store.hash);
    const remembered = await remember(store, workspace, { key, now: ports.now() });
    // First, so that a kill leaves these runs open, and it is done again.
    await erasePeople(store, workspace, await erasedByOthers(remembered, reader));
    await settleOpenRuns(store, remembered, ports.now());
    await relearnKeys(remembered, reader, store.hash);
    const { recent } = remembered;
    // Save before anything is written later: writes without a secret of their own would be read with that of their run.
    if (remembered.nameless.length > 0) await store.saveRecentWrites(workspace, recent.changes());
    const facts = await keptFacts(store, workspace);
    const late = await sweepShown(recent, reader, {
      hash: store.hash,
      indexLagMs: indexLagMs(project, facts),
      now: ports.now(),
    });
    const doubts = new Doubts({
      doubts: remembered.doubts,
      recent,
      hash: store.hash,
      reader,
      indexLagMs: indexLagMs(project, facts),
      now: ports.now,
    });
    this.#entered = {
      workspace,
      recent,
      doubts,
      findings: [...remembered.damaged.map(damagedRun), ...late],
      knowsRuns: remembered.knowsRuns,
      lastWrote: remembered.lastWrote,
      bulk: (await store.bulk(workspace)) ?? {},
      keyHashes: proofHashes(store.hash),
      facts,
      layOver: (over) => doubts.watching(layOver(over, recent, store.hash)),
    };
    return this.#entered;
  }

  /** The id of the run in `interform history`; undefined where nothing was recorded. */
  get runId(): string | undefined {
    return this.#runId;
  }

  get entered(): Entered | undefined {
    return this.#entered;
  }

  /** Called right before each write: the error that forbids it; undefined while the lock is held for long enough. */
  readonly writeRefusal = (): Error | undefined => {
    const lock = this.#lock;
    return lock === undefined || lock.remainingMs() >= DEFAULT_TIMEOUT_MS
      ? undefined
      : new LockLost(lock.owner);
  };

  /** Begins to record a run; undefined where the project has no store. Rejects with a StoreFailure. */
  async begin(plan: PlanDocument): Promise<Recorder | undefined> {
    const { store, project, ports } = this.#seated;
    const lock = this.#lock;
    if (store === undefined || this.#entered === undefined || lock === undefined) return undefined;
    const git = await gitState(project.folder);
    const run: RunRecord = {
      id: newRunId(ports.now()),
      workspace: plan.workspace.id,
      environment: plan.environment,
      started_at: ports.now(),
      tool: plan.tool,
      digest: plan.digest,
      manifests: plan.manifests,
      ...(git === undefined ? {} : { git }),
      by: runner(ports.env),
      ...(plan.undoes === undefined ? {} : { undoes: plan.undoes }),
      keep_values: project.store.keep_values,
      ...(plan.sensitive === undefined ? {} : { sensitive: plan.sensitive }),
      durable: store.durable,
      key: keyCheck(store.hash),
    };
    const writer = await store.journal(run.id);
    await store.saveRun(run);
    this.#runId = run.id;
    return new Recorder({
      run,
      writer,
      recent: this.#entered.recent,
      hash: store.hash,
      lock,
      requestMs: DEFAULT_TIMEOUT_MS,
      now: ports.now,
    });
  }

  /**
   * Ends the record of a run, and saves what was learned: which writes search shows by now, which doubts are settled, and what
   * Intercom said of bulk requests. Without a recorder nothing was sent. Rejects with a StoreFailure; the next run then settles what
   * is not recorded.
   */
  async end(recorder: Recorder | undefined, result: ResultDocument, learned?: BulkMemory): Promise<void> {
    const { store, project, ports } = this.#seated;
    if (store === undefined || this.#entered === undefined) return;
    const { workspace, recent, doubts, bulk } = this.#entered;
    // Not needed to end the run, so a failed read is ignored; after Ctrl-C nothing more is read.
    await doubts.settleRest().catch(unlessIntercom);
    const ended = await recorder?.end(result);
    // If the lock was lost, its next holder has settled this run already, and may have written since.
    if (this.#lock === undefined || this.#lock.remainingMs() === 0) return;
    await store.saveRecentWrites(workspace, recent.changes());
    if (recorder !== undefined) await erasePeople(store, workspace, recorder.erased);
    if (ended !== undefined) await store.saveRun(ended);
    await doubts.record(store);
    if (learned !== undefined) await store.saveBulk(workspace, { ...bulk, ...learned });
    await forgetOld(store, { workspace, keepMs: project.store.keep, now: ports.now() });
  }

  /** Releases the lock and closes the store. It never rejects, and may be called repeatedly. */
  async leave(): Promise<void> {
    const lock = this.#lock;
    const store = this.#opened?.store;
    this.#lock = undefined;
    this.#opened = undefined;
    await lock?.release();
    await store?.close().catch(() => {});
  }

  get #seated() {
    if (this.#opened === undefined) throw new Error('the store of an apply is opened first');
    return this.#opened;
  }
}

function unlessIntercom(failure: unknown): void {
  if (!isIntercomFailure(failure)) throw failure;
}

/** What an apply knows from its store. */
export interface Entered {
  readonly workspace: string;
  readonly recent: RecentWrites;
  readonly doubts: Doubts;
  readonly findings: readonly Diagnostic[];
  /** Whether the store has any run of this workspace. */
  readonly knowsRuns: boolean;
  readonly lastWrote: number | undefined;
  readonly bulk: BulkMemory;
  readonly keyHashes: KeyHashes;
  /** What a probe found in the workspace. */
  readonly facts: WorkspaceFacts;
  layOver<R extends PeopleCalls>(reader: R): R;
}
