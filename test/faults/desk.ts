import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/emulator/index.ts';
import { GUARD_VERBS } from '../../src/types/plan.ts';
import { filesOf, type World } from '../properties/world.ts';
import type { Dice } from './dice.ts';
import { folderLocks, redisLocks } from './memory-locks.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';
import { type KillPoint, type Run, type RunEnd, type Suspension, startRun } from './run.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';
import { warmUp } from './warm.ts';

export interface StartOptions {
  readonly kill?: KillPoint | undefined;
  readonly interruptAfterMs?: number | undefined;
  readonly suspend?: Suspension | undefined;
}

/** Where `plan` and `apply` are started: a project folder, one workspace behind it, and one clock for all processes. */
export interface Desk {
  readonly clock: VirtualClock;
  readonly emulator: Emulator;
  readonly folder: string;
  readonly store: MemoryStore | undefined;
  /** Every process that was started, in order. */
  readonly runs: readonly Run[];
  start(argv: readonly string[], options?: StartOptions): Run;
  apply(options?: StartOptions): Promise<RunEnd>;
  plan(...flags: string[]): Promise<RunEnd>;
}

/** Where a project keeps its store: records and journals are in memory, the locks are those of the product. */
export interface StoreKind {
  readonly locks: 'folder' | 'redis' | 'none';
  /** How long its disk takes at most, in milliseconds. */
  readonly slowestMs: number;
}

export interface DeskOptions {
  /** The project folder. */
  readonly folder: string;
  readonly dice: Dice;
  readonly emulator?: EmulatorOptions;
  readonly store?: StoreKind;
  /** Called with each process at the instant in which it ends. */
  readonly onEnd?: (run: Run, end: RunEnd) => void;
}

/** 2 November 2026, 09:00 UTC. */
const STARTED_AT_MS = 1_793_610_000_000;
/** A file system in memory, so that no test waits for a disk. */
const MEMORY_DISK = '/dev/shm';
const NO_STORE: StoreKind = { locks: 'none', slowestMs: 0 };
/** High enough that no guard blocks. */
const PLENTY = 100_000;

const PROJECT = `apiVersion: interform/v1
kind: Project
workspace: { owner_tags: ["set-*"] }
guards: { ${GUARD_VERBS.map((verb) => `max_${verb}: ${PLENTY}`).join(', ')} }
`;

/** Writes the project of a world to disk and runs the work with it. */
export async function withProject<T>(world: World, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(existsSync(MEMORY_DISK) ? MEMORY_DISK : tmpdir(), 'interform-faults-'));
  try {
    for (const [path, text] of [['interform.yaml', PROJECT] as const, ...filesOf(world)]) {
      await mkdir(join(folder, dirname(path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Opens a desk in the folder of a project and runs the work there, on its clock. */
export async function atDesk<T>(
  world: World,
  options: DeskOptions,
  work: (desk: Desk) => Promise<T>,
): Promise<T> {
  await warmUp();
  const { folder, store: kept = NO_STORE } = options;
  const clock = createVirtualClock(STARTED_AT_MS);
  const emulator = createEmulator({
    seed: world.seed,
    indexLagMs: world.indexLagMs,
    rateLimit: 0,
    now: clock.now,
    ...options.emulator,
  });
  const store =
    kept.locks === 'none'
      ? undefined
      : createMemoryStore({
          clock,
          locks: kept.locks === 'redis' ? redisLocks(clock) : folderLocks(join(folder, 'locks'), clock),
          slowestMs: kept.slowestMs,
        });
  const runs: Run[] = [];
  const start: Desk['start'] = (argv, startOptions = {}) => {
    const dice = options.dice.apart(`run ${runs.length}`);
    const started = startRun({ argv, folder, emulator, store, clock, dice, ...startOptions });
    const ended = started.ended.then((end) => {
      options.onEnd?.(run, end);
      return end;
    });
    const run: Run = { ...started, ended };
    runs.push(run);
    return run;
  };
  const desk: Desk = {
    clock,
    emulator,
    folder,
    store,
    runs,
    start,
    apply: (startOptions) => start(['apply'], startOptions).ended,
    plan: (...flags) => start(['plan', ...flags]).ended,
  };
  const restore = takeTimers(clock, options.dice.apart('jitter'));
  try {
    return await clock.drive(work(desk));
  } finally {
    restore();
  }
}

/** Makes timeouts and jitter follow the clock and the dice too. */
function takeTimers(clock: VirtualClock, dice: Dice): () => void {
  const { setTimeout: realSet, clearTimeout: realClear } = globalThis;
  const { random } = Math;
  const cancels = new Map<object, () => void>();
  const set = (work: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
    const handle = { unref: () => handle, ref: () => handle, hasRef: () => true };
    cancels.set(
      handle,
      clock.at(clock.now() + ms, () => work(...args)),
    );
    return handle;
  };
  const clear = (handle: object) => {
    cancels.get(handle)?.();
    cancels.delete(handle);
  };
  Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
  Math.random = () => dice.next();
  return () => {
    Object.assign(globalThis, { setTimeout: realSet, clearTimeout: realClear });
    Math.random = random;
  };
}
