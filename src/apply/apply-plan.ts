import type { KindWriter } from '../kinds/kind-reader.ts';
import type { Change } from '../types/change.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { changesByAddress, type Ranks, ranksOf } from '../types/ranks.ts';
import type { RecheckMode } from '../types/recheck.ts';
import type { ChangeResult, Results } from '../types/result.ts';
import { LEVELS, type Level } from '../types/step.ts';
import { type InDoubt, settleDoubts } from './in-doubt.ts';
import type { Journal } from './journal.ts';
import { madeTwice } from './made-twice.ts';
import { notAttempted } from './not-attempted.ts';
import { reportFindings } from './report.ts';
import { heldResults, type ResultSink } from './result-sink.ts';
import { Run, succeeded } from './run.ts';
import { isComplete, tallyOf } from './tally.ts';
import { runWave } from './wave.ts';
import { type ApplyKind, Work } from './work.ts';

/** After this many failed changes no new change is started (design 7.2). */
const DEFAULT_MAX_ERRORS = 50;
/** Changes worked on at a time. The client additionally holds requests back to keep the rate limit. */
const DEFAULT_CONCURRENCY = 64;

export interface ApplyOptions {
  readonly plan: { readonly changes: readonly Change[] };
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
  /** Called before each wait for the search index, with the number of changes that are still in doubt. */
  readonly onDoubt?: (left: number) => void;
}

export interface ChangeProgress {
  readonly done: number;
  readonly total: number;
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
  /** True when the plan could not be run at all, so that no request was made. */
  readonly refused: boolean;
  readonly durationMs: number;
}

/**
 * Runs a plan (design 7): level by level, in parallel within a level. Each change gets exactly one outcome. Once the first
 * request was made it never rejects, since what was written must be reported.
 */
export async function applyPlan(options: ApplyOptions): Promise<Applied> {
  const { plan, now } = options;
  const started = now();
  const prepared = prepare(options);
  if ('diagnostic' in prepared) {
    const results = notAttempted(plan.changes, () => prepared.diagnostic.summary);
    const diagnostics = [prepared.diagnostic];
    return { results, diagnostics, wrote: false, interrupted: false, refused: true, durationMs: 0 };
  }

  const { works, ranks } = prepared;
  let done = 0;
  const run = new Run({
    ...options,
    maxErrors: options.maxErrors ?? DEFAULT_MAX_ERRORS,
    concurrency: options.concurrency ?? DEFAULT_CONCURRENCY,
    onFinished: (result) => {
      done += 1;
      options.onProgress?.({ done, total: works.length, result });
    },
  });
  for (const { change } of works) if (change.id !== null) run.learn(change, change.id);
  let twice: readonly Diagnostic[] = [];
  try {
    await runAll(run, works, ranks, options);
    if (options.signal?.aborted !== true) twice = await madeTwice(works, options.writer);
  } catch (failure) {
    run.crash(failure);
  }
  try {
    await options.journal.close();
  } catch (failure) {
    run.crash(failure);
  }
  const sink = options.results ?? heldResults();
  for (const [place, work] of works.entries()) sink.add(place, conclude(run, work));
  const results = sink.sealed();
  const undone = !isComplete(tallyOf(results));
  return {
    results,
    diagnostics: [...reportFindings(results, undone ? run.stopped : undefined, run.crashes), ...twice],
    wrote: run.wrote,
    interrupted: undone && run.interrupted,
    refused: false,
    durationMs: now() - started,
  };
}

/** Finds what can be wrong with a plan before the first request. */
function prepare({
  plan,
  kinds,
}: ApplyOptions): { works: Work[]; ranks: Ranks } | { readonly diagnostic: Diagnostic } {
  const kindOf = new Map(kinds.map((kind) => [kind.name, kind]));
  const works: Work[] = [];
  for (const change of plan.changes) {
    const kind = kindOf.get(change.kind);
    if (kind === undefined) return unusable(change.address, `there is no kind called ${change.kind}`);
    try {
      works.push(new Work(change, kind));
    } catch (failure) {
      return unusable(change.address, failure instanceof Error ? failure.message : String(failure));
    }
  }
  const levels = new Map(works.map((work) => [work.change, work.pending.map((step) => step.level)]));
  const ranks = ranksOf(plan.changes, (change) => levels.get(change) ?? []);
  const [circular] = ranks.circular;
  if (circular !== undefined)
    return unusable(circular, 'some changes need each other in a circle, so none of them can be made first');
  return { works, ranks };
}

function unusable(address: string, detail: string): { readonly diagnostic: Diagnostic } {
  return {
    diagnostic: {
      code: 'unusable-change',
      severity: 'error',
      summary: 'the plan contains a change that cannot be made',
      detail,
      help: 'plan again with this version of interform',
      address,
    },
  };
}

/** Runs the changes in doubt, and what requires them, last: only they have to wait until the doubt is settled. */
async function runAll(run: Run, works: readonly Work[], ranks: Ranks, options: ApplyOptions): Promise<void> {
  const { inDoubt, recheck, indexWaitMs, onDoubt } = options;
  for (const work of works) if (work.pending.length === 0) run.complete(work, 'it needs no request');
  const doubtful = works.filter(({ change }) => inDoubt?.doubtOf(change) !== undefined);
  if (inDoubt === undefined || doubtful.length === 0) return runLevels(run, works, works, ranks, recheck);
  const late = withDependents(doubtful, works);
  await runLevels(
    run,
    works.filter((work) => !late.has(work)),
    works,
    ranks,
    recheck,
  );
  await settleDoubts(run, doubtful, { inDoubt, waitMs: indexWaitMs, onWait: onDoubt });
  await runLevels(run, [...late], works, ranks, recheck);
}

/** These changes and, transitively, what requires them, in plan order. */
function withDependents(some: readonly Work[], works: readonly Work[]): ReadonlySet<Work> {
  const late = new Set(some);
  const addresses = new Set(some.flatMap(({ change }) => [change.address, ...change.also]));
  for (let grown = true; grown; ) {
    grown = false;
    for (const work of works) {
      if (late.has(work) || !work.change.requires.some((address) => addresses.has(address))) continue;
      late.add(work);
      for (const address of [work.change.address, ...work.change.also]) addresses.add(address);
      grown = true;
    }
  }
  return new Set(works.filter((work) => late.has(work)));
}

async function runLevels(
  run: Run,
  works: readonly Work[],
  all: readonly Work[],
  ranks: Ranks,
  recheck: RecheckMode,
): Promise<void> {
  const workOf = new Map(all.map((work) => [work.change, work]));
  const changeOf = changesByAddress(all.map((work) => work.change));
  const requirementsOf = (work: Work): Work[] =>
    work.change.requires.flatMap((address) => {
      const change = changeOf.get(address);
      return (change === undefined ? undefined : workOf.get(change)) ?? [];
    });

  for (const level of LEVELS) {
    for (const wave of wavesOf(works, level, ranks)) {
      if (run.stopped !== undefined) return;
      for (const work of wave) skipIfStranded(run, work, requirementsOf(work));
      await runWave(
        run,
        wave.filter((work) => work.result === undefined),
        level,
        recheck,
      );
    }
  }
}

/** The changes that have steps in this level, grouped by rank: a change comes in a later wave than those it requires. */
function wavesOf(works: readonly Work[], level: Level, ranks: Ranks): readonly Work[][] {
  const waves: Work[][] = [];
  for (const work of works) {
    if (!work.pending.some((step) => step.level === level)) continue;
    const rank = ranks.rank(work.change.address, level);
    while (waves.length <= rank) waves.push([]);
    waves[rank]?.push(work);
  }
  return waves;
}

function skipIfStranded(run: Run, work: Work, requirements: readonly Work[]): void {
  for (const { result } of requirements) {
    if (work.result !== undefined || result === undefined || succeeded(result)) continue;
    const end = result.partly === true ? 'is only partly written' : WORDS[result.outcome];
    run.finish(work, 'skipped', { reason: `it needs ${result.address}, which ${end}` });
  }
}

const WORDS: Readonly<Record<ChangeResult['outcome'], string>> = {
  done: 'is done',
  already: 'is done',
  failed: 'failed',
  stale: 'is stale',
  skipped: 'was skipped',
  unknown: 'may or may not have been written',
  not_attempted: 'was not attempted',
};

/** The result of a change. A change that the run did not come to is `not_attempted`. */
function conclude(run: Run, work: Work): ChangeResult {
  if (work.result === undefined) {
    if (run.stopped === undefined) throw new Error(`${work.change.address} has no outcome`);
    run.finish(work, 'not_attempted', { reason: run.stopped.reason });
  }
  if (work.result === undefined) throw new Error(`${work.change.address} has no outcome`);
  return work.result;
}
