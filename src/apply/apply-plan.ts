import type { KindWriter } from '../kinds/kind-reader.ts';
import type { BulkTally } from '../types/bulk.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { type Keep, keepInMemory } from '../types/keeping.ts';
import { type Changes, placedChanges } from '../types/plan.ts';
import type { RecheckMode } from '../types/recheck.ts';
import type { ChangeResult, Results } from '../types/result.ts';
import { bulksFor, bulkTally, type WantedBulks } from './bulk/bulk.ts';
import { type Course, restored, runWaves, worksAt } from './course.ts';
import { type InDoubt, settleDoubts } from './in-doubt.ts';
import type { Journal, Journaled } from './journal.ts';
import { MadeTwice } from './made-twice.ts';
import { notAttempted } from './not-attempted.ts';
import { Parked } from './parked.ts';
import { reportFindings } from './report.ts';
import { heldResults, type ResultSink } from './result-sink.ts';
import { Run } from './run.ts';
import { scheduleOf } from './schedule.ts';
import { Stranded } from './stranded.ts';
import { isComplete, tallyOf } from './tally.ts';
import { unhurried } from './unhurried.ts';
import type { ApplyKind, Work } from './work.ts';

/** After this many failed changes no new change is started (design 7.2). */
const DEFAULT_MAX_ERRORS = 50;
/** Changes worked on at a time. The client additionally holds requests back to keep the rate limit. */
const DEFAULT_CONCURRENCY = 64;
/** How many results may wait for the journal at the end. */
const DRAIN_EVERY = 1_000;

export interface ApplyOptions {
  readonly plan: { readonly changes: Changes };
  readonly kinds: readonly ApplyKind[];
  readonly writer: KindWriter;
  /** How changes are read again before they are written (design 7.3). */
  readonly recheck: RecheckMode;
  /** Address → Intercom id, for items that exist already and that steps may refer to. */
  readonly ids: ReadonlyMap<string, string>;
  readonly journal: Journal;
  /** Creates that an earlier run may have made already. */
  readonly inDoubt?: InDoubt;
  /** Where results are kept until the end; by default in memory. */
  readonly results?: ResultSink;
  readonly maxErrors?: number;
  readonly concurrency?: number;
  /** Aborted at Ctrl-C: running requests finish, nothing new starts. */
  readonly signal?: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** The longest time that lookups wait for the search index, altogether. */
  readonly indexWaitMs: number;
  /** Called once for each change, when it has its outcome. */
  readonly onProgress?: (progress: ChangeProgress) => void;
  /** Creates, and updates, as many as it can with one request; those that are absent: one by one. */
  readonly bulk?: WantedBulks;
  /** Where changes that wait are kept. Default: in memory. */
  readonly keep?: Keep;
  /** Called before each wait for the search index, with the number of changes that are still in doubt. */
  readonly onDoubt?: (left: number) => void;
}

export interface ChangeProgress {
  readonly done: number;
  readonly total: number;
  readonly of: Journaled;
  readonly result: ChangeResult;
}

/** What became of a plan that was run. */
export interface Applied {
  /** One for each change, in the order of the plan. */
  readonly results: Results;
  readonly diagnostics: readonly Diagnostic[];
  /** Whether Intercom took, or may have taken, a write. */
  readonly wrote: boolean;
  /** Whether Ctrl-C left something undone. */
  readonly interrupted: boolean;
  /** How many objects were written with bulk requests; absent where none was sent. */
  readonly bulk?: BulkTally;
  /** True when the plan could not be run at all, so that no request was made. */
  readonly refused: boolean;
  readonly durationMs: number;
}

/**
 * Runs a plan (design 7): wave by wave, in parallel within a wave. Each change gets exactly one outcome. Once the first request
 * was made it never rejects, since what was written must be reported. In memory it holds the changes that are under way, and a
 * few bytes for each of the others.
 */
export async function applyPlan(options: ApplyOptions): Promise<Applied> {
  const { plan, now } = options;
  const started = now();
  const kindOf = new Map(options.kinds.map((kind) => [kind.name, kind]));
  const ids = new Map(options.ids);
  const doubtful = new Uint8Array(plan.changes.length);
  const keep = options.keep ?? keepInMemory;
  const { kinds, bulk: wanted = {}, recheck: mode } = options;
  const bulks = await bulksFor({ changes: plan.changes, kinds }, wanted, { keep, now, mode });
  const schedule = await scheduleOf(plan.changes, kindOf, (change, place, isReferred) => {
    if (options.inDoubt?.doubtOf(change) !== undefined) doubtful[place] = 1;
    if (change.id === null) return;
    for (const address of [change.address, ...change.also])
      if (isReferred(address) && !ids.has(address)) ids.set(address, change.id);
  });
  if ('diagnostic' in schedule) {
    const results = notAttempted(plan.changes, () => schedule.diagnostic.summary);
    const diagnostics = [schedule.diagnostic];
    return { results, diagnostics, wrote: false, interrupted: false, refused: true, durationMs: 0 };
  }

  const sink = options.results ?? heldResults();
  const ended = new Uint8Array(plan.changes.length);
  const stranded = new Stranded((address) => schedule.isRequired(address));
  const twins = new MadeTwice();
  const parked = new Parked(schedule, keep);
  let done = 0;
  const run = new Run({
    ...options,
    ids,
    maxErrors: options.maxErrors ?? DEFAULT_MAX_ERRORS,
    concurrency: options.concurrency ?? DEFAULT_CONCURRENCY,
    isReferred: (address) => schedule.isReferred(address),
    onFinished: (work, made) => {
      const result = options.journal.result(work, made);
      ended[work.place] = 1;
      parked.ended(work);
      sink.add(work.place, result);
      stranded.ended(work, result);
      twins.ended(work);
      done += 1;
      options.onProgress?.({ done, total: plan.changes.length, of: work, result });
    },
  });
  const course = {
    ...{ run, schedule, parked, stranded, ended, kindOf, bulks },
    ...{ changes: plan.changes, mode: options.recheck },
  };
  let twice: readonly Diagnostic[] = [];
  try {
    await runAll({ ...course, doubtful }, options);
    if (options.signal?.aborted !== true) twice = await twins.findings(options.writer);
  } catch (failure) {
    run.crash(failure);
  }
  await drained(run);
  await conclude(course, ended);
  const results = sink.sealed();
  const undone = !isComplete(tallyOf(results));
  const bulk = bulkTally(bulks);
  return {
    results,
    diagnostics: [...reportFindings(results, undone ? run.stopped : undefined, run.crashes), ...twice],
    wrote: run.wrote,
    interrupted: undone && run.interrupted,
    ...(bulk === undefined ? {} : { bulk }),
    refused: false,
    durationMs: now() - started,
  };
}

/** Runs the changes in doubt, and what requires them, last: only they have to wait until the doubt is settled. */
async function runAll(
  course: Course & { readonly doubtful: Uint8Array },
  options: ApplyOptions,
): Promise<void> {
  const { changes, doubtful } = course;
  const { inDoubt, indexWaitMs, onDoubt } = options;
  const all = new Uint8Array(changes.length).fill(1);
  if (inDoubt === undefined || !doubtful.includes(1)) return runWaves(course, all);
  const late = await withDependents(doubtful, changes);
  await runWaves(
    course,
    all.map((_, place) => (late[place] === 1 ? 0 : 1)),
  );
  const works = [...worksAt(course, doubtful)];
  for (const work of works) course.run.begin(work);
  await settleDoubts(course.run, works, { inDoubt, waitMs: indexWaitMs, onWait: onDoubt });
  await runWaves(course, late, new Map(works.map((work) => [work.place, work])));
}

/** These changes and, transitively, what requires them. */
async function withDependents(some: Uint8Array, changes: Changes): Promise<Uint8Array> {
  const late = Uint8Array.from(some);
  const addresses = new Set<string>();
  for (const { change } of placedChanges(changes, some))
    for (const address of [change.address, ...change.also]) addresses.add(address);
  for (let grown = true; grown; ) {
    grown = false;
    let place = -1;
    for await (const change of unhurried(changes)) {
      place += 1;
      if (late[place] === 1 || !change.requires.some((address) => addresses.has(address))) continue;
      late[place] = 1;
      for (const address of [change.address, ...change.also]) addresses.add(address);
      grown = true;
    }
  }
  return late;
}

/**
 * Gives a result to every change that has none. One that the run did not come to is `not_attempted`. There may be very many, so the
 * journal takes them bit by bit.
 */
async function conclude(course: Course, ended: Uint8Array): Promise<void> {
  let count = 0;
  for (const work of leftOver(course, ended)) {
    const { run } = course;
    if (run.stopped === undefined) throw new Error(`${work.change.address} has no outcome`);
    run.finish(work, 'not_attempted', { reason: run.stopped.reason });
    count += 1;
    if (count % DRAIN_EVERY === 0) await drained(run);
  }
}

/** The changes without a result: those under way, those that were put aside, and those that the run did not come to. */
function* leftOver(course: Course, ended: Uint8Array): Generator<Work> {
  const { run, parked, kindOf } = course;
  yield* [...run.underWay];
  try {
    for (const one of parked.takeAll()) {
      const work = restored(one, kindOf);
      run.begin(work, one.id ?? work.change.id);
      yield work;
    }
  } catch (failure) {
    // What cannot be read any more is taken from the plan.
    run.crash(failure);
  }
  for (const work of worksAt(
    course,
    ended.map((one) => 1 - one),
  )) {
    run.begin(work);
    if (parked.wasBegun(work.place)) work.wrote();
    yield work;
  }
}

/** If the journal cannot be written, the run stops. */
async function drained(run: Run): Promise<void> {
  try {
    await run.journal.drain();
  } catch (failure) {
    // A journal that is broken says so each time.
    if (!run.crashes.includes(failure)) run.crash(failure);
  }
}
