import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { applyChanges } from '../../src/app/apply.ts';
import { openForApply } from '../../src/app/open-for-apply.ts';
import type { Ports } from '../../src/app/options.ts';
import { type MadePlan, makePlan, type PlanOptions } from '../../src/app/plan.ts';
import { loadPlan, savePlan } from '../../src/app/plan-file.ts';
import { unappliedResult } from '../../src/app/unapplied-result.ts';
import { createFetch } from '../../src/emulator/fetch.ts';
import {
  createEmulator,
  type Emulator,
  type EmulatorOptions,
  type EmulatorRequest,
  type EmulatorResponse,
} from '../../src/emulator/index.ts';
import { planExit } from '../../src/plan/exit.ts';
import type { Json } from '../../src/types/json.ts';
import { GUARD_VERBS, type GuardVerb, type PlanDocument } from '../../src/types/plan.ts';
import type { ResultDocument } from '../../src/types/result.ts';
import { filesOf, type KeyOrder, type World, withoutEntries } from './world.ts';

/** Sits between client and emulator: may change the request or the answer, or look at both. */
export type Between = (
  request: EmulatorRequest,
  answer: (request: EmulatorRequest) => EmulatorResponse,
) => EmulatorResponse;

/** One write as the client sent it. */
export interface SentWrite {
  readonly method: string;
  readonly path: string;
  readonly body: Json;
  readonly status: number;
}

export interface OpenOptions {
  readonly between?: Between;
  readonly keyOrder?: KeyOrder;
  /** Paths in the order in which they are written to disk. */
  readonly fileOrder?: (paths: readonly string[]) => readonly string[];
  readonly emulator?: EmulatorOptions;
  /** Further files by path, such as a project file. */
  readonly files?: ReadonlyMap<string, string>;
}

/** The outcome of one `apply`: always a result, as the command line prints it. */
export interface Applied {
  readonly plan: PlanDocument;
  readonly result: ResultDocument;
  /** Whether the plan was allowed to run. */
  readonly ran: boolean;
}

/** A world with its emulator, its manifests on disk and a clock that moves only while something waits. */
export interface OpenedWorld {
  readonly emulator: Emulator;
  readonly writes: SentWrite[];
  /** Every request that planning and applying sent, without writes and `GET /me`. */
  readonly reads: EmulatorRequest[];
  setBetween(between: Between | undefined): void;
  readonly ports: Ports;
  /** How this world's commands plan. */
  readonly planning: PlanOptions;
  allow(verb: GuardVerb, limit: number): void;
  /** Removes an allowance, so that the project file or the default decides. */
  disallow(verb: GuardVerb): void;
  plan(): Promise<MadePlan>;
  /** Plans and applies, unless the plan is refused, as `apply --auto-approve` does. */
  apply(maxErrors?: number): Promise<Applied | undefined>;
  save(plan: PlanDocument): Promise<string>;
  /** Loads a saved plan and applies it, unless it is refused. */
  applyFile(file: string, maxErrors?: number): Promise<Applied>;
  advance(ms: number): void;
  /** Lets list and search catch up with every write. */
  settle(): void;
  close(): Promise<void>;
}

/** 2 November 2026, 09:00 UTC. */
const STARTED_AT_MS = 1_793_610_000_000;
/** With `owner_tags` written out, which sets that archive need. */
const PROJECT = 'apiVersion: interform/v1\nkind: Project\nworkspace: { owner_tags: ["set-*"] }\n';
/** High enough that no guard blocks; properties about guards set their own. */
const PLENTY = 100_000;
/** PROPERTY_PARTS=N makes every plan in parts of N rows. */
const PART_ROWS =
  process.env['PROPERTY_PARTS'] === undefined ? undefined : Number(process.env['PROPERTY_PARTS']);

async function openWorld(world: World, options: OpenOptions = {}): Promise<OpenedWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'interform-world-'));
  const texts = filesOf(world, options.keyOrder);
  const all = new Map([...texts, ['interform.yaml', PROJECT] as const, ...(options.files ?? [])]);
  for (const path of options.fileOrder?.([...all.keys()]) ?? all.keys()) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), all.get(path) ?? '');
  }
  let nowMs = STARTED_AT_MS;
  const emulator = createEmulator({
    seed: world.seed,
    indexLagMs: world.indexLagMs,
    rateLimit: 0,
    now: () => nowMs,
    ...options.emulator,
  });
  let { between } = options;
  const writes: SentWrite[] = [];
  const reads: EmulatorRequest[] = [];
  const handle = (request: EmulatorRequest): EmulatorResponse => {
    const answer = between === undefined ? emulator.handle(request) : between(request, emulator.handle);
    const { pathname } = new URL(request.url);
    if (!isWrite(request)) {
      if (pathname !== '/me') reads.push(request);
    } else {
      const body: Json = request.body === '' ? null : JSON.parse(request.body);
      writes.push({ method: request.method, path: pathname, body, status: answer.status });
    }
    return answer;
  };
  const ports: Ports = {
    env: { INTERCOM_ACCESS_TOKEN: 'of-ada', CI: 'true' },
    fetch: createFetch(handle),
    now: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
    },
  };
  const allow = new Map<GuardVerb, number>(GUARD_VERBS.map((verb) => [verb, PLENTY]));
  const partRows = PART_ROWS ?? world.partRows;
  const planning: PlanOptions = {
    ...{ project: folder, variables: new Map(), target: [], exclude: [], allow },
    ...(partRows === undefined ? {} : { partRows }),
  };
  const advance = (ms: number) => {
    nowMs += ms;
  };

  const opened: OpenedWorld = {
    emulator,
    writes,
    reads,
    setBetween: (next) => {
      between = next;
    },
    ports,
    planning,
    allow: (verb, limit) => void allow.set(verb, limit),
    disallow: (verb) => void allow.delete(verb),
    plan: () => makePlan(planning, ports),
    async apply(maxErrors = PLENTY) {
      const { plan, session, diagnostics } = await makePlan(planning, ports);
      if (plan === undefined) return undefined;
      const exit = planExit({ ...plan, diagnostics }, { detailedExitcode: false });
      if (exit !== 0 || session === undefined)
        return { plan, result: unappliedResult(plan, exit === 0 ? 1 : exit, diagnostics), ran: false };
      return { plan, result: await applyChanges(session, plan, { maxErrors }, ports), ran: true };
    },
    async save(plan) {
      const file = join(folder, 'plan.jsonl');
      await savePlan(plan, file);
      return file;
    },
    async applyFile(file, maxErrors = PLENTY) {
      const loaded = await loadPlan(file);
      if (loaded.plan === undefined) throw new Error(JSON.stringify(loaded.diagnostics));
      const { plan, session, diagnostics } = await openForApply(loaded.plan, planning, ports);
      const found = [...plan.diagnostics, ...diagnostics];
      const exit = planExit({ ...plan, diagnostics: found }, { detailedExitcode: false });
      if (exit !== 0 || session === undefined)
        return { plan, result: unappliedResult(plan, exit === 0 ? 1 : exit, found), ran: false };
      return { plan, result: await applyChanges(session, plan, { maxErrors }, ports), ran: true };
    },
    advance,
    settle: () => advance(world.indexLagMs + 1_000),
    close: () => rm(folder, { recursive: true, force: true }),
  };
  return opened;
}

/** Opens a world, runs the work with it and cleans up. */
export async function inWorld<T>(
  world: World,
  options: OpenOptions,
  work: (opened: OpenedWorld) => Promise<T>,
): Promise<T> {
  const opened = await openWorld(world, options);
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

/**
 * The same without the contacts and merges in which a plan finds errors: most worlds that collisions make invalid can be
 * applied then.
 */
export async function inSettledWorld<T>(
  world: World,
  options: OpenOptions,
  work: (opened: OpenedWorld, settled: World) => Promise<T>,
): Promise<T> {
  const settled = await settle(world);
  return inWorld(settled, options, (opened) => work(opened, settled));
}

/** World → the world without errors, because the properties of one file see the same worlds. */
const settledWorlds = new Map<string, World>();

async function settle(world: World): Promise<World> {
  const key = JSON.stringify(world);
  let settled = settledWorlds.get(key) ?? world;
  for (let round = settledWorlds.has(key) ? MOST_ROUNDS : 0; round < MOST_ROUNDS; round += 1) {
    const findings = await inWorld(settled, {}, async (opened) => (await opened.plan()).diagnostics);
    const errors = findings.filter(({ severity }) => severity === 'error');
    const next = withoutEntries(settled, errors);
    if (!next.removed) break;
    settled = next.world;
  }
  settledWorlds.set(key, settled);
  return settled;
}

/** Removing one entry can make another one wrong; more rounds than this are not worth it. */
const MOST_ROUNDS = 3;

/** POSTs that only read (intercom 4.6, 5.2). */
const READING_POSTS: ReadonlySet<string> = new Set([
  '/contacts/search',
  '/contacts/merge/preview',
  '/companies/list',
]);

/** Whether a request changes the workspace. */
export function isWrite({ method, url }: { readonly method: string; readonly url: string }): boolean {
  return method !== 'GET' && !READING_POSTS.has(new URL(url).pathname);
}
