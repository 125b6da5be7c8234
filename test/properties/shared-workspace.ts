import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { PlanningOptions, Ports } from '../../src/app/options.ts';
import { createFetch } from '../../src/emulator/fetch.ts';
import { createEmulator, type Emulator, type EmulatorSeed } from '../../src/emulator/index.ts';
import { GUARD_VERBS } from '../../src/types/plan.ts';
import { inParts, plannedInParts } from './parts.ts';
import { RecordedRuns } from './recorded-runs.ts';

/** One repository on a workspace: its own folder and its own store. */
export interface Repository {
  readonly runs: RecordedRuns;
  /** The plan of its files, made at once and in parts. */
  planned(): ReturnType<typeof plannedInParts>;
  /** Replaces its files, and says up to which version the next runs plan. */
  write(files: ReadonlyMap<string, string>, to: string | undefined): Promise<void>;
}

/** A workspace that several repositories manage, each from its own folder, on one clock that only waiting moves. */
export interface SharedWorkspace {
  readonly emulator: Emulator;
  repository(name: string): Repository;
  /** Lets list and search catch up with every write. */
  settle(): void;
}

/** 2 November 2026, 09:00 UTC. */
const STARTED_AT_MS = 1_793_610_000_000;
/** High enough that no guard blocks. */
const PLENTY = 100_000;
/** One of two repositories makes its plans in parts, the other at once. */
const PART_ROWS: Readonly<Record<string, number>> = { shop: 2 };
/** Does not wait for a disk. */
const MEMORY_DISK = '/dev/shm';

export async function onSharedWorkspace<T>(
  { seed, indexLagMs }: { readonly seed: EmulatorSeed; readonly indexLagMs: number },
  work: (shared: SharedWorkspace) => Promise<T>,
): Promise<T> {
  const root = await mkdtemp(join(existsSync(MEMORY_DISK) ? MEMORY_DISK : tmpdir(), 'interform-shared-'));
  let nowMs = STARTED_AT_MS;
  const emulator = createEmulator({ seed, indexLagMs, rateLimit: 0, now: () => nowMs });
  const advance = (ms: number) => {
    nowMs += ms;
  };
  const ports: Ports = {
    env: { INTERCOM_ACCESS_TOKEN: 'of-ada', CI: 'true' },
    fetch: createFetch(emulator.handle),
    now: () => nowMs,
    sleep: async (ms) => advance(ms),
  };
  const repository = (name: string): Repository => {
    const folder = join(root, name);
    const all: PlanningOptions = {
      project: folder,
      variables: new Map(),
      target: [],
      exclude: [],
      allow: new Map(GUARD_VERBS.map((verb) => [verb, PLENTY])),
    };
    const base = inParts(all, PART_ROWS[name]);
    const opened = { planning: base, ports, advance };
    return {
      runs: new RecordedRuns(opened),
      planned: () => plannedInParts(opened.planning, ports),
      async write(files, to) {
        await rm(folder, { recursive: true, force: true });
        for (const [path, text] of files) {
          await mkdir(join(folder, dirname(path)), { recursive: true });
          await writeFile(join(folder, path), text);
        }
        opened.planning = { ...base, ...(to === undefined ? {} : { to: [to] }) };
      },
    };
  };
  try {
    return await work({ emulator, repository, settle: () => advance(indexLagMs + 1_000) });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
